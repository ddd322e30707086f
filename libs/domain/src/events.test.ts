import { describe, expect, test } from '@jest/globals';
import { recordCreated, recordEdited } from './events/records.ts';
import { applyEvents } from './events.ts';
import { Overlay } from './overlay.ts';
import { Gathered } from './test/gathered.ts';
import { World, id } from './test/world.ts';
import type { Member } from './members.ts';
import { NotGathered } from './known.ts';

const record = {
  id: id(7),
  module: 'Deals',
  layout: 'Standard',
  createdBy: id(2),
  owner: null,
  deleted: false,
  restricted: false,
  keys: [],
};

describe('events become changes', () => {
  const world = new World();
  const state = { portal: world.portal, known: new Gathered(world, [{ ask: 'record', module: 'Deals', id: id(7) }]) };
  const events = [
    recordCreated({ ...record, fields: { Name: 'A' } }),
    recordEdited(record, { Stage: 'Won' }),
    recordEdited(record, { Stage: 'Lost' }, 'Brief'),
  ];

  test('[DM40] each event sees what the earlier ones of the same decision changed', () => {
    const [created, won, lost] = applyEvents(state, events);
    expect(created).toMatchObject({ kind: 'record', before: null, after: { fields: { Name: 'A' } } });
    expect(won).toMatchObject({ before: { fields: { Name: 'A' } }, after: { fields: { Name: 'A', Stage: 'Won' } } });
    expect(lost).toMatchObject({
      before: { layout: 'Standard' },
      after: { layout: 'Brief', fields: { Stage: 'Lost' } },
    });
  });

  test('[DM41] the same events on the same state are the same changes, told one by one in order', () => {
    const told: unknown[] = [];
    const once = applyEvents(state, events, (change) => told.push(change));
    expect(applyEvents(state, events)).toEqual(once);
    expect(told).toEqual(once);
  });

  test('[DM42] an event that no command defines is a defect', () => {
    expect(() => applyEvents(state, [{ type: 'Invented' }])).toThrow('Invented');
  });

  test('[DM43] a fact about a row that is not there changes nothing', () => {
    expect(applyEvents(state, [recordEdited(record, { Stage: 'Won' })])).toEqual([]);
  });
});

describe('an overlay', () => {
  const member = (n: number, userType: number, tied: number): Member => ({
    kind: 'portal-user',
    id: id(n),
    email: `m${n}@example.net`,
    status: 'active',
    sessionsEnded: 0,
    userType: id(userType),
    record: id(tied),
    module: 'Contacts',
    inviter: null,
  });
  const world = new World();
  const a = world.record('Deals', { Contact: id(50) });
  const b = world.record('Deals', { Contact: id(50) });
  for (const one of [member(20, 3, 50), member(21, 3, 50)]) world.members.set(one.id, one);
  const known = new Gathered(world, [
    { ask: 'record', module: 'Deals', id: a.id },
    { ask: 'referring', module: 'Deals', field: 'Contact', id: id(50) },
    { ask: 'members-of', userType: id(3) },
    { ask: 'users' },
    { ask: 'members-tied-to', record: id(50) },
    { ask: 'claim', scope: 'email', value: 'a' },
    { ask: 'member', id: id(20) },
  ]);

  test('[DM44] answers everything from what was changed first, and below it from what is known', () => {
    const overlay = new Overlay(known);
    const moved = { ...a, fields: { Contact: id(51) } };
    const made = { ...a, id: id(8) };
    overlay.add({ kind: 'record', before: a, after: moved });
    overlay.add({ kind: 'record', before: null, after: made });
    overlay.add({ kind: 'member', before: member(20, 3, 50), after: member(20, 4, 50) });
    overlay.add({ kind: 'claim', scope: 'email', value: 'a', holder: id(20) });
    expect(overlay.record('Deals', a.id)).toBe(moved);
    expect(overlay.referring('Deals', 'Contact', id(50))).toEqual([b.id, id(8)]);
    expect(overlay.membersOf(id(3)).map((one) => one.id)).toEqual([id(21)]);
    expect([...overlay.users()]).toEqual([
      [id(3), 1],
      [id(4), 1],
    ]);
    expect(overlay.membersTiedTo(id(50)).map((one) => one.id)).toEqual([id(21), id(20)]);
    expect(overlay.member(id(20))).toEqual(member(20, 4, 50));
    expect(overlay.holder('email', 'a')).toBe(id(20));
    expect(() => overlay.record('Deals', b.id)).toThrow(NotGathered);
  });
});
