import type { Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import { everyPage, pageBehind } from '@genkan/log/every-page';
import type { Entry, Page } from '@genkan/log/portal-log';
import type { Difference, Place } from './difference.ts';
import type { Gaze } from './gaze.ts';
import type { PortalNode } from './portal-node.ts';
import { netChanges } from './record-changes.ts';

/** Rows of one page. Short pages: no read holds anything up for long, and each brings its own head. */
const pageRows = 500;

/** A record as read, and the head it was read at. */
export type Read = { readonly row: RecordState | null; readonly head: number };

async function page(node: PortalNode, gaze: Gaze, after: string | null): Promise<Page> {
  const { scope } = gaze;
  if (!scope) return { head: 0, rows: [], more: false };
  const read = await node.log.page(node.id, pageBehind(scope, after, pageRows));
  await node.reach(read.head);
  return read;
}

/** Whether there are more records than `most`: counted only when they do not fit the first page, and no further. */
async function isLarge(node: PortalNode, { scope }: Gaze, { rows, more }: Page, most: number): Promise<boolean> {
  if (!more || !scope) return rows.length > most;
  return (await node.log.count(node.id, pageBehind(scope, null, pageRows), most + 1)).count > most;
}

/**
 * Loads the next page of a first picture. What changed between the page's head and now is taken in at once; when this
 * node no longer knows what changed, the page is read again.
 */
export async function loadPage(node: PortalNode, picture: Difference, most: number): Promise<void> {
  const from: Place = picture.loaded;
  const read = await page(node, picture.after, from === 'start' ? null : from);
  if (from === 'start') picture.large = await isLarge(node, picture.after, read, most);
  const entries = read.head === 0 ? [] : node.since(read.head);
  if (!entries) return loadPage(node, picture, most);
  for (const row of read.rows) picture.add(row.id, { then: null, now: row });
  picture.loaded = (read.more && read.rows.at(-1)?.id) || 'end';
  picture.take(entries, from);
}

/** Loads the whole difference since a sequence: from this node's memory when it reaches back, else from the log. */
export async function loadSince(node: PortalNode, difference: Difference, from: number): Promise<void> {
  const { before, after } = difference;
  if (!before || (before.name === after.name && loadFromMemory(node, difference, from))) return;
  const rows = new Map<string, Read>();
  const heads = [await loadTouched(node, before, from, rows)];
  if (before.name !== after.name) heads.push(await loadBoth(node, before, after, rows));
  await settle(node, difference, from, rows, Math.min(...heads));
}

/** The same gaze then and now, and the entries since are at hand: what they changed is all there is. No await. */
export function loadFromMemory(node: PortalNode, difference: Difference, from: number): boolean {
  const entries = node.since(from);
  if (!entries) return false;
  difference.loaded = 'end';
  difference.take(entries);
  return true;
}

/** Records that were under the old keys since: changed while they held one, or left them. Answers the oldest head. */
export async function loadTouched(
  node: PortalNode,
  gaze: Gaze,
  from: number,
  rows: Map<string, Read>,
): Promise<number> {
  const { module, scope } = gaze;
  if (!scope) return node.head;
  const near = node.since(from);
  const ids =
    near &&
    [...netChanges(near, module).values()].flatMap(({ id, before, after }) =>
      gaze.meets(before) || gaze.meets(after) ? [id] : [],
    );
  if (ids) return loadRows(node, module, ids, rows, node.head);
  const [changed, left] = await Promise.all([
    node.log.changed(node.id, module, scope.keys, from),
    node.log.left(node.id, module, scope.keys, from),
  ]);
  const head = Math.min(changed.head, left.head);
  return loadRows(node, module, [...new Set([...changed.ids, ...left.ids])], rows, head);
}

async function loadRows(
  node: PortalNode,
  module: string,
  ids: readonly string[],
  rows: Map<string, Read>,
  since: number,
): Promise<number> {
  if (ids.length === 0) return since;
  const questions = ids.map((id): Question => ({ ask: 'record', module, id }));
  const { head, known } = await node.log.gather(node.id, questions);
  for (const id of ids) rows.set(id, { row: known.record(module, id), head });
  await node.reach(Math.max(head, since));
  return Math.min(head, since);
}

/** All that is under either: read once where only the fields differ. Answers the oldest head. */
export async function loadBoth(node: PortalNode, before: Gaze, after: Gaze, rows: Map<string, Read>): Promise<number> {
  const head = await loadAll(node, after, rows);
  if (JSON.stringify(before.scope) === JSON.stringify(after.scope)) return head;
  return Math.min(head, await loadAll(node, before, rows));
}

async function loadAll(node: PortalNode, gaze: Gaze, rows: Map<string, Read>): Promise<number> {
  let oldest = Infinity;
  if (!gaze.scope) return oldest;
  for await (const read of everyPage(node.log, node.id, gaze.scope, pageRows)) {
    await node.reach(read.head);
    for (const row of read.rows) rows.set(row.id, { row, head: read.head });
    oldest = Math.min(oldest, read.head);
  }
  return oldest;
}

/** Finds the past of each candidate, then, in one step with no await, brings the present up to the head. */
export async function settle(
  node: PortalNode,
  difference: Difference,
  from: number,
  rows: ReadonlyMap<string, Read>,
  oldest: number,
): Promise<void> {
  const { module } = difference.after;
  const near = node.since(from);
  const past = near
    ? null
    : await node.log.recordsAt(
        node.id,
        [...rows.keys()].map((id) => ({ module, id })),
        from,
      );
  const entries = oldest === Infinity ? [] : node.since(Math.min(oldest, node.head));
  const undone = near && node.since(from);
  if (!entries || (near && !undone)) return loadSince(node, difference, from);
  const changed = netChanges(undone ?? [], module);
  const newest = newestRows(entries, module);
  for (const [id, { row, head }] of rows) {
    const earlier = changed.get(id);
    const then = past ? (past.get(id) ?? null) : earlier ? earlier.before : row;
    const newer = newest.get(id);
    difference.add(id, { then, now: newer && newer.head > head ? newer.row : row });
  }
  difference.loaded = 'end';
  takeNew(difference, undone ?? entries, rows);
}

/** Each record of the module after the newest entry that changed it, and the sequence of that entry. */
function newestRows(entries: readonly Entry[], module: string): ReadonlyMap<string, Read> {
  const newest = new Map<string, Read>();
  for (const entry of entries) {
    for (const { id, after } of netChanges([entry], module).values()) {
      newest.set(id, { row: after, head: entry.sequence });
    }
  }
  return newest;
}

/** Records that nobody read, and that changed meanwhile. */
function takeNew(difference: Difference, entries: readonly Entry[], rows: ReadonlyMap<string, Read>): void {
  const { module } = difference.after;
  for (const { id, before, after } of netChanges(entries, module).values()) {
    if (rows.has(id)) continue;
    if (difference.before?.meets(before) || difference.after.meets(after))
      difference.add(id, { then: before, now: after });
  }
}
