import type { Row } from 'genkan';
import type { LiveSpec } from '../../sdk/src/live-query.ts';
import type { Entry } from '@genkan/log/portal-log';
import type { TestServer } from '../support/server.ts';
import type { ListReport, SeatReport } from './seat.ts';
import type { WriteReport } from './writes.ts';

/** Everything the log holds of a portal. */
export async function wholeLog({ house }: TestServer, portal: string): Promise<readonly Entry[]> {
  const all: Entry[] = [];
  for (;;) {
    const more = await house.log.entries(portal, all.length, 1000);
    all.push(...more);
    if (more.length === 0) return all;
  }
}

/** The values that commands of the log set, with how often each came about. */
function effects(entries: readonly Entry[]): ReadonlyMap<unknown, number> {
  const counts = new Map<unknown, number>();
  const writes = entries.filter(({ command }) => command === 'update-record' || command === 'create-record');
  for (const change of writes.flatMap(({ changes }) => changes)) {
    if (change.kind !== 'record') continue;
    const [was, is] = [change.before?.fields ?? {}, change.after?.fields ?? {}];
    for (const [field, value] of Object.entries(is))
      if (value !== was[field]) counts.set(value, (counts.get(value) ?? 0) + 1);
  }
  return counts;
}

/** How each write of a seat ended, against the log: once if it was applied, never if it was refused, and none is lost. */
export function judgeWrites(
  { writes, inbox, shownFinal, pendingWrites, state }: SeatReport,
  kept: boolean,
  log: readonly Entry[],
): string[] {
  const counts = effects(log);
  const times = (id: string) =>
    log.filter(({ commandId, outcome }) => commandId === id && outcome === 'applied').length;
  const away = state !== 'live'; // what is written then waits until somebody comes in again
  const faults = writes.flatMap((write) => {
    if (away && (write.outcome === null || write.outcome === 'unknown')) return [];
    const wrong = judgeOutcome(write, times(write.key), kept && !away, inbox);
    const twice = Object.values(write.set).filter((value) => (counts.get(value) ?? 0) > 1);
    return [...wrong, ...twice.map((value) => `${value} came about twice`)].map(
      (text) => `${text}: ${JSON.stringify(write)}`,
    );
  });
  const early = [...shownFinal].filter((value) => !counts.has(value));
  if (pendingWrites > 0 && !away) faults.push(`${pendingWrites} writes are pending at rest`);
  return [...faults, ...early.map((value) => `${value} was shown as final and never came about`)];
}

function judgeOutcome({ outcome, key }: WriteReport, times: number, kept: boolean, inbox: readonly string[]): string[] {
  switch (outcome) {
    case 'applied':
      return times === 1 ? [] : [`applied, and ${times} times in the log`];
    case 'rejected':
    case 'denied':
    case 'conflict':
      return times === 0 ? [] : [`${outcome}, and ${times} times in the log`];
    case 'given up':
      return times > 1 ? [`${times} times in the log`] : [];
    case 'left': {
      if (times > 1) return [`${times} times in the log`];
      return kept && times === 0 && !inbox.includes(key) ? ['kept for the next visit, and lost'] : [];
    }
    default:
      return [`${outcome} at rest`];
  }
}

/** What a list shows at rest is what its member reads over HTTP, value by value. `null`: there is no such tab. */
export function judgeList(list: ListReport, permitted: readonly Row[] | null): string[] {
  const { module, spec, phase, pending } = list;
  const faults = pending.map((mark) => `${module}: ${mark} is still marked`);
  const wanted = permitted === null ? 'denied' : 'live';
  if (phase !== wanted) faults.push(`${module} is ${phase}, not ${wanted}`);
  const expected = asked(spec, permitted ?? []);
  const [shown, read] = [JSON.stringify(list.rows.map(sorted)), JSON.stringify(expected.map(sorted))];
  if (shown !== read) faults.push(`${module} ${JSON.stringify(spec)} shows ${shown}, and the query says ${read}`);
  return faults;
}

/** What the specs of the steps ask for, from all rows. */
function asked({ where = {}, orderBy = [], fields }: LiveSpec, rows: readonly Row[]): Row[] {
  const [condition] = Object.entries(where);
  const [order] = orderBy;
  const value = (row: Row, field: string): number => (typeof row[field] === 'number' ? row[field] : Infinity);
  const kept = rows.filter((row) => !condition || row[condition[0]] === condition[1]);
  kept.sort((a, b) => (a.id < b.id ? -1 : 1));
  if (order) kept.sort((a, b) => value(b, order[0]) - value(a, order[0]) || 0);
  return kept.map((row) => (fields ? picked(row, fields) : row));
}
const picked = (row: Row, fields: readonly string[]): Row => ({
  id: row.id,
  ...Object.fromEntries(Object.entries(row).filter(([field]) => fields.includes(field))),
});

const sorted = (row: Row): object => Object.fromEntries(Object.entries(row).sort(([a], [b]) => (a < b ? -1 : 1)));
