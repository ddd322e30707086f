import type { Row } from '../../oracle/shapes.ts';
import { alive, applied, door, one, portalUsers, rows, type Doing } from './doing.ts';
import { fresh } from './ground.ts';
import type { World } from './world.ts';

const open = (world: World, { id }: Row): boolean =>
  rows(world, ({ module, fields }) => module === 'DataRequests' && Object.values(fields).includes(id)).every(
    ({ fields }) => fields['Status'] === 'Done',
  );

/** Art. 18: stored, and nothing else. */
export const restrict: Doing = async (world, { a, b }) => {
  const row = one(
    alive(world).filter((one) => !one.restricted && open(world, one)),
    a,
  );
  if (!row) return false;
  const { module, id } = row;
  const input = { module, id, ...(b % 2 ? { reason: fresh() } : {}) };
  return applied((await world.send(world.administrator, { name: 'restrict-record', input }, door(b))).code);
};

/** If nothing is restricted, something becomes it first. Who was not told is told first. */
export const lift: Doing = async (world, picks) => {
  const all = () => alive(world).filter(({ restricted }) => restricted);
  if (all().length === 0) await restrict(world, picks);
  const row = one(all(), picks.a);
  if (!row) return false;
  const on = { module: row.module, id: row.id };
  if (picks.b % 3 === 0) await world.send(world.administrator, { name: 'lift-restriction', input: on });
  const announcement = { ...on, reason: fresh() };
  await world.send(world.administrator, { name: 'announce-lifting', input: announcement }, door(picks.c));
  return applied((await world.send(world.administrator, { name: 'lift-restriction', input: on })).code);
};

/** A person asks to stop the processing of what stands about him, proves who he is, and it is done. */
export const stopProcessing: Doing = async (world, { a, b, c }) => {
  const able = portalUsers(world).filter(({ record }) => {
    const row = world.now.rows.get(record);
    return row && !row.deleted && !row.restricted && open(world, row);
  });
  const member = one(able, a);
  if (!member) return false;
  const stop = { kind: 'Stop', ...(b % 2 ? { details: fresh() } : {}) } as const;
  const filed = await world.send(member.id, { name: 'file-data-request', input: stop }, door(c));
  const request = String(filed.result['request']);
  if (!applied(filed.code)) return false;
  const by = world.administrator;
  await world.send(by, { name: 'ask-for-identity', input: { request, ask: fresh() } });
  await world.send(by, { name: 'verify-identity', input: { request, method: fresh() } });
  await world.send(by, { name: 'start-data-request', input: { request } });
  const input = { request, ...(b % 3 ? { notice: fresh() } : {}) };
  return applied((await world.send(by, { name: 'complete-data-request', input }, door(b))).code);
};
