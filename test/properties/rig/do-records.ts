import { view } from '../../oracle/see.ts';
import type { Row, Value } from '../../oracle/shapes.ts';
import { alive, applied, door, one, portalUsers, rows, staff, targetsOf, type Doing, type Picks } from './doing.ts';
import { fresh, lookups, texts } from './ground.ts';
import type { World } from './world.ts';

function lookupsOf(world: World, module: string, pick: number): Record<string, Value> {
  const [, field, target] =
    one(
      lookups.filter(([of]) => of === module),
      pick,
    ) ?? [];
  const row = target === undefined ? undefined : one(targetsOf(world, target), pick);
  return field === undefined || !row ? {} : { [field]: row.id };
}

export const createByStaff: Doing = async (world, { a, b, c }) => {
  const module = one(Object.keys(texts), a) ?? 'Deals';
  const fields = Object.fromEntries((texts[module] ?? []).map((name) => [name, fresh()]));
  const amount = module === 'Deals' ? { Amount: c % 50 } : {};
  const layout = module === 'Deals' && b % 4 === 0 ? { layout: 'Brief' } : {};
  const input = { module, ...layout, fields: { ...fields, ...amount, ...lookupsOf(world, module, b) } };
  return applied((await world.send(staff(world, c), { name: 'create-record', input }, door(c))).code);
};

export const createByPortalUser: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  const tab = member && world.now.userTypes[member.userType]?.tabs['Deals'];
  if (!member || !tab) return false;
  const contact = b % 3 === 0 ? one(targetsOf(world, 'Contacts'), c) : undefined;
  const fields = {
    Name: fresh(),
    NextStep: fresh(),
    ...(b % 2 ? { Amount: c % 50 } : {}),
    ...(contact && { Contact: contact.id }),
  };
  await world.send(member.id, { name: 'create-record', input: { module: 'Deals', fields } }, door(b));
  return true;
};

export const updateByStaff: Doing = async (world, { a, b, c }) => {
  const row = one(alive(world), a);
  const field = row && one(texts[row.module] ?? [], b);
  if (!row || field === undefined) return false;
  const value = row.module === 'Deals' && c % 3 === 0 ? { Amount: c % 60 } : { [field]: fresh() };
  const input = { module: row.module, id: row.id, set: value };
  return applied((await world.send(staff(world, c), { name: 'update-record', input }, door(c))).code);
};

/** Half of the time among what the member sees, half of the time anything: then the answer must not tell. */
export const updateByPortalUser: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  if (!member) return false;
  const seen = Object.keys(texts).flatMap((module) => [...view(world.now, member.id, module).keys()]);
  const id =
    b % 2 === 0
      ? one(seen, b)
      : one(
          rows(world, () => true),
          b,
        )?.id;
  const row = id === undefined ? undefined : world.now.rows.get(id);
  if (!row) return false;
  const may = view(world.now, member.id, row.module).get(row.id)?.may.edit ?? [];
  const field =
    one(c % 4 > 0 && may.length > 0 ? may : Object.keys(world.now.modules[row.module]?.fields ?? {}), c) ?? 'Name';
  const shape = world.now.modules[row.module]?.fields[field];
  const target = shape?.type === 'lookup' ? (one(targetsOf(world, shape.module ?? ''), b)?.id ?? null) : null;
  const numeric = ['money', 'integer', 'decimal', 'percent'].includes(shape?.type ?? '');
  const value = shape?.type === 'lookup' ? target : numeric ? c % 70 : fresh();
  const input = { module: row.module, id: row.id, set: { [field]: value } };
  await world.send(member.id, { name: 'update-record', input }, door(c));
  return true;
};

const relinkOne = async (world: World, all: typeof lookups, { a, b, c }: Picks): Promise<boolean> => {
  const [module, field, target] = one(all, a) ?? [];
  const row = module === undefined ? undefined : one(targetsOf(world, module), b);
  if (!row || field === undefined || target === undefined) return false;
  const to = c % 5 === 0 ? null : (one(targetsOf(world, target), c)?.id ?? null);
  const input = { module: row.module, id: row.id, set: { [field]: to } };
  return applied((await world.send(staff(world, a), { name: 'update-record', input }, door(b))).code);
};
export const relink: Doing = (world, picks) => relinkOne(world, lookups, picks);
/** What deals lead through: agents and accounts. */
export const relinkInPath: Doing = (world, picks) =>
  relinkOne(
    world,
    lookups.filter(
      ([of, field]) => (of === 'Agents' && field === 'Manager') || (of === 'Accounts' && field === 'Contact'),
    ),
    picks,
  );

export const moveOwnRecord: Doing = async (world, { a, b, c }) => {
  const member = one(portalUsers(world), a);
  const [, field, target] =
    one(
      lookups.filter(([of]) => of === member?.module),
      b,
    ) ?? [];
  if (!member || field === undefined || target === undefined) return false;
  const to = c % 6 === 0 ? null : (one(targetsOf(world, target), c)?.id ?? null);
  const input = { module: member.module, id: member.record, set: { [field]: to } };
  return applied((await world.send(staff(world, b), { name: 'update-record', input }, door(a))).code);
};

export const moveLayout: Doing = async (world, { a, b }) => {
  const row = one(targetsOf(world, 'Deals'), a);
  if (!row) return false;
  const others = Object.keys(world.now.modules['Deals']?.layouts ?? {}).filter((name) => name !== row.layout);
  const layout = one(others, b) ?? 'Standard';
  const input = { module: 'Deals', id: row.id, set: b % 2 ? { NextStep: fresh() } : {}, layout };
  return applied((await world.send(staff(world, b), { name: 'update-record', input })).code);
};

export const remove: Doing = async (world, { a, b, c }) => {
  const tied = new Set(portalUsers(world).map(({ record }) => record));
  const row = one(
    alive(world).filter(({ id }) => b % 5 === 0 || !tied.has(id)),
    a,
  );
  const by = b % 3 === 0 ? one(portalUsers(world), c)?.id : staff(world, c);
  if (!row || by === undefined) return false;
  return applied(
    (await world.send(by, { name: 'delete-record', input: { module: row.module, id: row.id } }, door(b))).code,
  );
};

export const restore: Doing = async (world, { a, b }) => {
  const gone = (): Row | undefined =>
    one(
      rows(world, ({ deleted, converted }) => deleted && !converted),
      a,
    );
  if (!gone()) await remove(world, { a, b: 1, c: b });
  const row = gone();
  if (!row) return false;
  const input = { module: row.module, id: row.id };
  return applied((await world.send(staff(world, b), { name: 'restore-record', input })).code);
};
