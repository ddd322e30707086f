import { setImmediate as turnOfTheLoop } from 'node:timers/promises';
import type { History } from '../../oracle/history.ts';
import { differences, type RightsTable } from '../../oracle/replica.ts';
import { view } from '../../oracle/see.ts';
import type { State } from '../../oracle/shapes.ts';
import type { Doors } from './doors.ts';
import type { Watch } from './watch.ts';

type Card = { readonly tabs: Readonly<Record<string, { readonly rights: RightsTable }>> };

/** What is judged: a portal, the oracle's history of it, and who is before it. */
type Judged = {
  readonly now: State;
  readonly history: History;
  readonly doors: Doors;
  readonly fault: (text: string) => void;
  readonly open: (token: string) => number | null;
  readonly token: (member: string) => Promise<string>;
  readonly leaks: (what: string, member: string, bytes: string, from: number) => void;
  readonly person: (member: string) => { watch: Watch | null };
  readonly subscribeToAll: (watch: Watch) => number;
};

/** Waits until this socket has caught up with the head. */
export async function catchUp(world: Judged, watch: Watch): Promise<void> {
  const head = world.now.sequence;
  for (let round = 0; round < 3; round += 1) {
    const answer = (await watch.socket.ask('caught-up', {})) as { token?: string } | undefined;
    const at = world.open(answer?.token ?? '') ?? -1;
    if (!watch.socket.closed && at < head)
      world.fault(`${watch.member} caught up with ${at} when the head was ${head}`);
    if (world.subscribeToAll(watch) === 0) break;
  }
}

/** All it was told, and what it holds. Thousands of packets are judged in slices, between which the sockets' pings are answered. */
export async function settle(world: Judged, watch: Watch): Promise<void> {
  const head = world.now.sequence;
  while (watch.judge(world.history, 200)) await turnOfTheLoop();
  if (watch.socket.closed) return closed(world, watch);
  watch.sequence = Math.max(watch.sequence, head);
  watch.compare(world.history);
  watch.complete();
}

/** The server may close a socket only for a reason the oracle knows. */
function closed(world: Judged, watch: Watch): void {
  const member = world.now.members[watch.member];
  if (member?.status === 'active' && !watch.mayEnd) world.fault(`the socket of ${watch.member} was closed`);
  const person = world.person(watch.member);
  if (person.watch === watch) person.watch = null;
}

/** Every module that holds or ever held a record, and in turn one that is empty: of those nothing can leak but names. */
export function worthAsking(state: State, turn: number): readonly string[] {
  const filled = new Set([...state.rows.values()].map(({ module }) => module));
  const empty = Object.keys(state.modules).filter((module) => !filled.has(module));
  const one = empty[turn % Math.max(empty.length, 1)];
  return [...filled, ...(one === undefined ? [] : [one])];
}

/** At rest, the permitted query over all pages is the oracle's view; whoever may not come in learns nothing. */
export async function judgeQueries(
  world: Judged,
  id: string,
  modules: readonly string[],
  limit: number,
): Promise<void> {
  const member = world.now.members[id];
  if (member?.status !== 'active') return;
  const token = await world.token(id);
  const ability = await world.doors.call('GET', '/api/ability', token);
  world.leaks('the ability', id, ability.bytes, world.now.sequence);
  for (const module of modules) {
    const sees = view(world.now, id, module);
    if (sees.size === 0 && member.kind === 'staff') continue;
    const read = await world.doors.records(token, module, limit);
    world.leaks(`the query of ${module}`, id, read.bytes, world.now.sequence);
    const table = (ability.body as unknown as Card).tabs?.[module]?.rights ?? [];
    const rows = new Map(read.rows.map((row) => [row.id, row]));
    if (rows.size !== read.rows.length) world.fault(`${module} for ${id}: a record on two pages`);
    for (const found of differences(rows, sees, table)) world.fault(`query of ${module} by ${id}: ${found}`);
  }
}
