/** Questions to a big portal over HTTP, and how long their answers took. */
import { randomUUID } from 'node:crypto';
import { serverCore, startPinned, stop, type Cluster } from './processes.ts';

type Told = { url: string; token: string };
export type Answer = { json: Record<string, unknown>; milliseconds: number };
export type Asking<Filled> = Filled & {
  get: (path: string) => Promise<Answer>;
  /** A command, so that the log goes on and nothing that was counted before is still true. */
  command: (name: string, input: unknown) => Promise<void>;
};

/** Fills a portal, lets `work` ask, and lets go of it. */
export async function askOf<Filled, T>(
  fill: 'drafts' | 'past',
  cluster: Cluster,
  work: (asking: Asking<Filled>) => Promise<T>,
): Promise<T> {
  const env = { DATABASE_URL: cluster.createDatabase(`bench_${randomUUID().slice(0, 8)}`), FILL: fill };
  const file = new URL('./tools-server.ts', import.meta.url).pathname;
  const { child, told } = await startPinned<Told & Filled>(serverCore, file, env);
  const headers = { authorization: `Bearer ${told.token}`, 'content-type': 'application/json' };
  const get = async (path: string): Promise<Answer> => {
    const began = performance.now();
    const response = await fetch(new URL(path, told.url), { headers });
    const json = (await response.json()) as Answer['json'];
    if (response.status !== 200) throw new Error(`${path} answered ${response.status} ${JSON.stringify(json)}`);
    return { json, milliseconds: performance.now() - began };
  };
  const command = async (name: string, input: unknown): Promise<void> => {
    const own = { ...headers, 'idempotency-key': randomUUID() };
    const init = { method: 'POST', headers: own, body: JSON.stringify(input) };
    const response = await fetch(new URL(`/api/commands/${name}`, told.url), init);
    if (!response.ok) throw new Error(`${name} answered ${response.status} ${await response.text()}`);
  };
  try {
    return await work({ ...told, get, command });
  } finally {
    await stop(child);
  }
}
