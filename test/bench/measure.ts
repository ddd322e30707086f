/** How a row is measured: its targets in turn, after a warm-up of each, on the bench's own PostgreSQL. */
import { startCluster, type Cluster } from './processes.ts';
import type { Row } from './table.ts';
import type { Measured, Target } from './target.ts';

export type RowMaker = { id: string; run: () => Promise<Row[]> };
export type Ask = Parameters<Target['window']>[0];

export const windows = 3;

export const wrongIn = (...all: readonly (readonly Measured[])[]): number =>
  all.flat().reduce((sum, one) => sum + one.wrong + Math.abs(one.missing), 0);

/** Processor seconds of server and PostgreSQL for a million deliveries; a reference without a database has none of the latter. */
export const perMillion = (one: Measured): number => ((one.serverSeconds + one.databaseSeconds) / one.deliveries) * 1e6;
/** The same of the server's process alone. */
export const serverPerMillion = (one: Measured): number => (one.serverSeconds / one.deliveries) * 1e6;

/** Each target's windows: A B C A B C, after a warm-up of each. */
export async function inTurn<Targets extends readonly Target[]>(
  targets: Targets,
  ask: Ask,
): Promise<{ [one in keyof Targets]: Measured[] }> {
  const measured = targets.map((): Measured[] => []);
  for (const target of targets) await target.window({ ...ask, seconds: 1.5 });
  for (let n = 0; n < windows; n++) {
    for (const [place, target] of targets.entries()) measured[place]?.push(await target.window(ask));
  }
  return measured as { [one in keyof Targets]: Measured[] };
}

export async function withCluster<T>(work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster();
  try {
    return await work(cluster);
  } finally {
    cluster.stop();
  }
}

export async function withTargets<T>(targets: readonly Target[], work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    for (const target of targets) await target.close();
  }
}
