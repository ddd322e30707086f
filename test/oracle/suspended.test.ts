import { expect, test } from '@jest/globals';
import { admin, byManager, Given, tab } from './given.ts';
import { view } from './see.ts';

/** So many deals behind one agent, whose manager is a member. */
function managed(count: number) {
  const given = new Given();
  const [me, other] = [given.record('Contacts', { Name: 'me' }), given.record('Contacts', { Name: 'other' })];
  const agent = given.record('Agents', { Name: 'agent', Manager: me });
  const rows = Array.from({ length: count }, (_, n) => ({
    externalId: `D${n}`,
    fields: { Name: 'deal', Agent: agent },
  }));
  const sequence = given.history.now.sequence + 1;
  const result = { rows: rows.map(({ externalId }) => ({ outcome: 'created', id: externalId })) };
  const command = { name: 'import-records', input: { module: 'Deals', rows } } as const;
  given.history.add({ sequence, by: admin, command, result });
  const member = given.member(given.type({ Deals: tab(['Name'], [byManager]) }), me);
  const move = (Manager: string) =>
    given.did({ name: 'update-record', input: { module: 'Agents', id: agent, set: { Manager } } });
  const sees = () => view(given.history.now, member, 'Deals').size;
  return { given, me, other, move, sees };
}

test('[PR1] up to a thousand behind a moved record are seen by their new way at once', () => {
  const { given, me, other, move, sees } = managed(1000);
  move(other);
  expect([sees(), given.history.now.suspended]).toEqual([0, []]);
  move(me);
  expect(sees()).toBe(1000);
});

test('[PR1] of more, the old end and the new one count as absent until each is lifted', () => {
  const { given, me, other, move, sees } = managed(1001);
  const end = (end: string) => ({ module: 'Deals', path: 'Agent.Manager', end });
  move(other);
  move(me);
  expect(given.history.now.suspended).toEqual([end(me), end(other), end(other), end(me)]);
  const lift = () => given.did({ name: 'lift-suspension', input: end(me) });
  lift();
  expect(sees()).toBe(0);
  lift();
  expect(sees()).toBe(1001);
  expect(lift).toThrow('knows no suspension');
});
