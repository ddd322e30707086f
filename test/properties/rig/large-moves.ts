import { view } from '../../oracle/see.ts';
import { one, portalUsers, targetsOf } from './doing.ts';
import { foundWorld, fresh } from './ground.ts';
import type { House } from './house.ts';
import type { Watch } from './watch.ts';
import type { World } from './world.ts';

/** More than is keyed in one entry: beside the few deals that every history begins with. */
const many = 1020;

/** A world whose third agent and first account have more than a thousand deals behind them. */
export type Large = {
  readonly world: World;
  readonly agent: string;
  readonly account: string;
  readonly watches: Watch[];
};

export async function foundLarge(house: House): Promise<Large> {
  const world = await foundWorld(house);
  const agent = targetsOf(world, 'Agents')[2]?.id ?? '';
  const account = targetsOf(world, 'Accounts')[0]?.id ?? '';
  for (let made = 0; made < many; made += 340) {
    const rows = Array.from({ length: 340 }, () => ({
      externalId: fresh(),
      fields: { Name: fresh(), Amount: 1, Agent: agent, Account: account },
    }));
    await world.send(world.administrator, { name: 'import-records', input: { module: 'Deals', rows } });
  }
  const watches = [...world.people.values()].flatMap(({ watch }) => (watch ? [watch] : []));
  return { world, agent, account, watches };
}

type Move = (large: Large, pick: number) => Promise<unknown>;
const update = ({ world }: Large, module: string, id: string, set: Record<string, string | null>) =>
  world.send(world.administrator, { name: 'update-record', input: { module, id, set } });
const contactOrNone = ({ world }: Large, pick: number): string | null =>
  pick % 5 === 0 ? null : (one(targetsOf(world, 'Contacts'), pick)?.id ?? null);

const deleteOrRestore = async ({ world, agent }: Large): Promise<void> => {
  const name = world.now.rows.get(agent)?.deleted ? 'restore-record' : 'delete-record';
  await world.send(world.administrator, { name, input: { module: 'Agents', id: agent } });
};

/** One page at a moment when much is suspended; the place it was read at tells later what it had to be. */
async function readAmid({ world }: Large, pick: number): Promise<void> {
  const member = one(portalUsers(world), pick)?.id ?? world.administrator;
  const { body, place } = await world.doors.call('GET', '/api/records/Deals?limit=200', await world.token(member));
  await world.calm();
  const sees = view(world.history.at(world.open(place ?? '') ?? 0), member, 'Deals');
  const rows = (body['rows'] ?? []) as readonly { id: string }[];
  if (rows.length !== Math.min(sees.size, 200) || rows.some(({ id }) => !sees.has(id)))
    world.fault(`${member} was given ${rows.length} deals at ${world.open(place ?? '')}, and sees ${sees.size}`);
}

/** Somebody comes in amid a move: anew, or from a place before it. */
async function comeIn({ world, watches }: Large, pick: number): Promise<void> {
  const member = one(portalUsers(world), pick)?.id ?? world.administrator;
  const kept = watches.find((watch) => watch.member === member)?.kept;
  watches.push(await world.watch(member, pick % 2 && kept ? kept : undefined));
}

const doings = {
  'move-agent': (large, pick) => update(large, 'Agents', large.agent, { Manager: contactOrNone(large, pick) }),
  'move-account': (large, pick) => update(large, 'Accounts', large.account, { Contact: contactOrNone(large, pick) }),
  'delete-or-restore': deleteOrRestore,
  'change-behind': (large, pick) =>
    update(large, 'Deals', one(targetsOf(large.world, 'Deals'), pick * 11)?.id ?? '', { NextStep: fresh() }),
  'leave-the-way': (large, pick) =>
    update(large, 'Deals', one(targetsOf(large.world, 'Deals'), pick * 11)?.id ?? '', { Agent: null }),
  'read-amid': readAmid,
  'come-in': comeIn,
  calm: ({ world }) => world.calm(),
} as const satisfies Readonly<Record<string, Move>>;
export type MoveKind = keyof typeof doings;
export const moves = Object.keys(doings) as readonly MoveKind[];

/** Plays the moves on such a world to their end; how many ends of paths were suspended on the way. */
export async function playMoves(large: Large, all: readonly { kind: MoveKind; a: number }[]): Promise<number> {
  const { world, watches } = large;
  let suspensions = 0;
  try {
    for (const { kind, a } of all) {
      const before = world.now.suspended.length;
      await doings[kind](large, a);
      suspensions += Math.max(0, world.now.suspended.length - before);
    }
    await world.calm();
    await world.rest(watches, [...world.people.keys()]);
  } finally {
    for (const { socket } of watches) socket.close();
    world.close();
  }
  if (world.faults.length > 0)
    throw new Error([...world.faults.slice(0, 5), ...world.story.slice(-12)].join('\n').slice(0, 6000));
  return suspensions;
}
