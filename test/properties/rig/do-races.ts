import type { Command } from '../../oracle/commands.ts';
import { view } from '../../oracle/see.ts';
import { away } from './do-connections.ts';
import { dropReach, hide, viewOnly } from './do-user-types.ts';
import {
  alive,
  applied,
  configured,
  door,
  one,
  portalUsers,
  staff,
  targetsOf,
  type Doing,
  type Picks,
} from './doing.ts';
import { fresh, lookups, texts } from './ground.ts';
import type { World } from './world.ts';
import { randomUUID } from 'node:crypto';

export const repeat: Doing = async (world, { a, b }) => {
  const active = new Set([...world.members('portal-user'), ...world.members('staff')].map(({ id }) => id));
  const sent = one(world.commands.filter(({ by }) => active.has(by)).slice(-40), a);
  if (!sent) return false;
  const other: Command = { name: 'create-record', input: { module: 'Deals', fields: { Name: fresh() } } };
  const command = b % 4 === 0 ? other : sent.command;
  const again = await world.doors.command(await world.token(sent.by), command, sent.id);
  const expected = b % 4 === 0 ? 'key-reused' : sent.code;
  if (again.code !== expected)
    world.fault(`the repeat of ${JSON.stringify(sent.command)} came to ${again.code}, not ${expected}`);
  else if (b % 4 > 0 && applied(again.code) && !again.replayed)
    world.fault(`a repeat was run again: ${JSON.stringify(sent.command)}`);
  return true;
};

/** The same field of the same record, on the same base, by two or three at once: one of them at most. */
export const conflict: Doing = async (world, { a, b, c }) => {
  const row = one(
    alive(world).filter(({ restricted }) => !restricted),
    a,
  );
  const field = row && one(texts[row.module] ?? [], b);
  if (!row || field === undefined) return false;
  const base = { [field]: row.fields[field] ?? null };
  const updates = Array.from({ length: 2 + (c % 2) }, (_, n) => ({
    by: staff(world, c + n),
    command: {
      name: 'update-record',
      input: { module: row.module, id: row.id, set: { [field]: fresh() }, base },
    } as const,
  }));
  const codes = (await world.race(updates)).map(({ code }) => code);
  if (codes.filter(applied).length !== 1) world.fault(`${codes.join()} for updates of one field on one base`);
  return true;
};

/** An update based on what nobody holds any more: the answer must be a conflict, and hold what the sender may see. */
export const staleBase: Doing = async (world, { a, b, c }) => {
  const member = b % 2 ? one(portalUsers(world), c) : one(world.members('staff'), c);
  const seen = Object.keys(texts).flatMap((module) => (member ? [...view(world.now, member.id, module)] : []));
  const [id, { may }] = one(
    seen.filter(([, one]) => one.may.edit.length > 0),
    a,
  ) ?? ['', { may: { edit: [] } }];
  const row = world.now.rows.get(id);
  const field = one(
    (texts[row?.module ?? ''] ?? []).filter((name) => may.edit.some((one) => one === name)),
    b,
  );
  if (!member || !row || field === undefined) return false;
  const input = { module: row.module, id, set: { [field]: fresh() }, base: { [field]: fresh() } };
  return (await world.send(member.id, { name: 'update-record', input }, door(c))).code === 'conflict';
};

export const burst: Doing = async (world, { a, b, c }) => {
  const wanted = Array.from({ length: 5 }, (_, n) => one(alive(world), a + n * 3));
  const all = wanted.flatMap((row, n) => {
    const field = row && one(texts[row.module] ?? [], b + n);
    if (!row || field === undefined) return [];
    const input = { module: row.module, id: row.id, set: { [field]: fresh() } };
    return [
      {
        by: n % 2 ? staff(world, c + n) : (one(portalUsers(world), c + n)?.id ?? world.administrator),
        command: { name: 'update-record', input } as const,
      },
    ];
  });
  await world.race(all);
  return all.length > 0;
};

type Sending = Parameters<World['race']>[0][number];

const someUpdates = (world: World, { a, b, c }: Picks, count: number): readonly Sending[] =>
  Array.from({ length: count }, (_, n) => one(alive(world), a + n * 5)).flatMap((row, n) => {
    const field = row && one(texts[row.module] ?? [], b + n);
    if (!row || field === undefined) return [];
    const input = { module: row.module, id: row.id, set: { [field]: fresh() } };
    return [{ by: staff(world, c + n), command: { name: 'update-record', input } as const }];
  });

const someRelinks = (world: World, { b, c }: Picks): readonly Sending[] =>
  lookups.flatMap(([module, field, target], n) => {
    const row = (b + n) % 3 === 0 ? one(targetsOf(world, module), c + n) : undefined;
    const to = one(targetsOf(world, target), b + n)?.id ?? null;
    if (!row) return [];
    const input = { module, id: row.id, set: { [field]: to } };
    return [{ by: staff(world, b + n), command: { name: 'update-record', input } as const }];
  });

/** Rights change while what they govern changes, all at once. */
export const raceRights: Doing = async (world, picks) => {
  const type = one(configured(world), picks.a);
  const [module, tab] = one(Object.entries(type?.tabs ?? {}), picks.b) ?? [];
  const mended = tab && one([hide, dropReach, viewOnly], picks.c)?.(tab, picks.a, tab, []);
  if (!type || module === undefined || !mended) return false;
  const input = { userType: type.id, tabs: { ...type.tabs, [module]: mended } };
  const rights = { by: world.administrator, command: { name: 'configure-user-type', input } as const };
  await world.race([...someUpdates(world, picks, 2), rights, ...someUpdates(world, { ...picks, a: picks.a + 1 }, 2)]);
  return true;
};

/** Lookups move all over the portal at once, among edits. */
export const raceRelinks: Doing = async (world, picks) => {
  const all = [...someRelinks(world, picks), ...someUpdates(world, picks, 2)];
  await world.race(all);
  return all.length > 2;
};

/** Somebody comes in, or comes back, while everything moves. */
export const joinRace: Doing = async (world, picks) => {
  const id = one(away(world), picks.a);
  if (id === undefined) return false;
  const kept = picks.b % 3 > 0 ? one(world.person(id).kept, picks.b) : undefined;
  await Promise.all([
    world.race([...someUpdates(world, picks, 3), ...someRelinks(world, picks)]),
    world.connect(id, kept),
  ]);
  return true;
};

/** Amid a history a third of the members ask for what they may see, in pages of one size or another; at its end all do. */
export const rest: Doing = async (world, { a, b }) => {
  const some = [...world.people.keys()].filter((_, at) => (at + b) % 3 === 0);
  await world.quiet([200, 3, 7][a % 3] ?? 200, some);
  return true;
};

/** What a stranger may try: ids that exist nowhere. */
export const nowhere: Doing = async (world, { a, b }) => {
  const member = one(portalUsers(world), a);
  if (!member) return false;
  const command: Command =
    b % 2
      ? { name: 'delete-record', input: { module: 'Deals', id: randomUUID() } }
      : { name: 'configure-user-type', input: { userType: member.userType, tabs: {} } };
  await world.send(member.id, command, door(b));
  return true;
};
