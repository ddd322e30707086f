import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { isPostgresThere } from '../../libs/log/src/test/databases.ts';
import type { Follower } from './many-members.ts';
import { expected, followSome, foundMany, type ManyMembers, type TypeName } from './many-members.ts';

const members = Number(process.env['GENKAN_MEMBERS'] ?? 100);
const connected = Math.min(members, Number(process.env['GENKAN_CONNECTED'] ?? 100));
/** P7: how long after the answer an open session may still show what was, in milliseconds. */
const patience = 1000;

const there = await isPostgresThere();
(there ? describe : describe.skip)(`${members} members move at once, ${connected} of them connected`, () => {
  let world: ManyMembers;
  let followers: Follower[] = [];
  beforeAll(async () => {
    world = await foundMany(members);
    followers = await followSome(world, connected);
  }, 600_000);
  afterAll(async () => {
    await Promise.all(followers.map((one) => one.close()));
    await world?.close();
  }, 60_000);

  /** How long after the answer each session held what its new type sees, in ascending order. */
  async function lateness(type: TypeName, command: () => Promise<unknown>): Promise<number[]> {
    const following = followers.map((one, n) => one.reaches(expected(one.owner, n, type)));
    const sent = performance.now();
    await command();
    const answered = performance.now();
    const late = (await Promise.all(following)).map((at) => at - answered).sort((a, b) => a - b);
    const [median, last] = [late[Math.floor(late.length / 2)]!, late.at(-1)!];
    console.log(
      `${members} moved to ${type} in ${Math.round(answered - sent)} ms; sessions followed ` +
        `${Math.round(median)} ms after the answer (median), the last ${Math.round(last)} ms`,
    );
    return late;
  }

  test('[FT10, S0-82, S0-86] by one command, and every open session follows within a second', async () => {
    const late = await lateness('won', async () => {
      const all = world.owners.map(({ member }) => member);
      const { rows } = await world.act('move-members', { members: all, userType: world.types.won });
      expect(rows).toEqual(all.map(() => ({ outcome: 'moved' })));
    });
    expect(late.at(-1)).toBeLessThan(patience);
    expect(followers.flatMap(({ faults }) => faults)).toEqual([]);
  }, 120_000);

  test('[FT10, S0-87, S0-88, S0-86] by deleting their type, and every open session follows within a second', async () => {
    const late = await lateness('every', async () => {
      const input = { userType: world.types.won, moveTo: world.types.every };
      expect(await world.act('delete-user-type', input)).toEqual({ moved: members });
    });
    expect(late.at(-1)).toBeLessThan(patience);
    expect(followers.flatMap(({ faults }) => faults)).toEqual([]);
  }, 120_000);
});
