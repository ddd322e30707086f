import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Reach } from '@genkan/domain/user-types';
import { abilityOf } from './compile.ts';
import { maskOf } from './mask.ts';
import { memberDependsOn, memberKeyQuestions, memberKeys } from './member-keys.ts';
import { anyWorld, anyWorldAndChange } from './test/arbitraries.ts';
import { house, id, kim, kimIn, managed, tab } from './test/house.ts';
import { allKnown, gatheredBy } from './test/known-rows.ts';

const rights = { edit: [], delete: false, copy: false };
const reaches: Reach[] = [
  { kind: 'self', ...rights },
  { kind: 'created', ...rights },
  { kind: 'all', ...rights },
  managed,
  { kind: 'related', path: 'Owner', own: ['Boss'], ...rights },
];
const tabs = {
  Deals: tab({ reaches }),
  Contacts: tab({ layouts: { Standard: ['Name'] }, reaches: reaches.slice(0, 1) }),
};

describe('keys of a member', () => {
  test('[KY8] every reach gives its key, with its place among the reaches as the bit', () => {
    const { keys } = kimIn({ tabs });
    expect(Object.fromEntries(keys.get('Deals')!)).toEqual({
      [`+${id.member}`]: 0b10,
      '*': 0b100,
      [`Agent.Manager:${id.kim}`]: 0b1000,
      [`Owner:${id.lee}`]: 0b10000,
    });
    expect(Object.fromEntries(keys.get('Contacts')!)).toEqual({ [`=${id.kim}`]: 1 });
  });

  test('[KY9] a deleted record on the way of the member gives no key', () => {
    const { portal, records } = house({ tabs });
    const gone = (one: string) => allKnown(records.map((row) => (row.id === one ? { ...row, deleted: true } : row)));
    const deals = (one: string) => memberKeys(portal, abilityOf(portal, kim), kim, gone(one)).get('Deals')!;
    expect([...deals(id.lee).keys()]).toEqual([`+${id.member}`, '*', `Agent.Manager:${id.kim}`]);
    expect([...deals(id.kim).keys()]).toEqual([`+${id.member}`, '*']);
  });

  test('[KY10] a suspended key is absent in its module until the suspension is lifted', () => {
    const { portal, known, ability } = kimIn({ tabs });
    const key = `Owner:${id.lee}`;
    const held = (module: string) => {
      const suspended = { ...portal, suspensions: { s: { module, key } } };
      return memberKeys(suspended, ability, kim, known).get('Deals')!.has(key);
    };
    expect([held('Deals'), held('Contacts')]).toEqual([false, true]);
  });

  test('[KY8] staff meet everything by one key', () => {
    fc.assert(
      fc.property(anyWorld, ({ portal, records, members }) => {
        const staff = members.at(-1)!;
        const keys = memberKeys(portal, abilityOf(portal, staff), staff, allKnown([]));
        expect(records.map((record) => maskOf(keys, record))).toEqual(records.map(() => 1));
      }),
      { numRuns: 20 },
    );
  });

  test('[KY5] asking in rounds gathers exactly what the keys of a member need', () => {
    fc.assert(
      fc.property(anyWorld, ({ portal, records, members }) => {
        for (const member of members) {
          const ability = abilityOf(portal, member);
          const all = allKnown(records);
          const gathered = gatheredBy(all, (known) => memberKeyQuestions(portal, ability, member, known));
          expect(memberKeys(portal, ability, member, gathered)).toEqual(memberKeys(portal, ability, member, all));
        }
      }),
    );
  });

  test('[KY11] a change of a record that the keys were not computed through leaves them as they are', () => {
    fc.assert(
      fc.property(anyWorldAndChange, ({ world: { portal, records, members }, before, after }) => {
        const then = allKnown(records);
        const now = allKnown(records.map((one) => (one.id === before.id ? after : one)));
        for (const member of members) {
          const ability = abilityOf(portal, member);
          if (memberDependsOn(portal, ability, member, then).has(before.id)) continue;
          expect(memberKeys(portal, ability, member, now)).toEqual(memberKeys(portal, ability, member, then));
        }
      }),
    );
  });

  test('[KY12] member and record meet by the union of the reaches whose keys both hold', () => {
    const { keys, records } = kimIn({ tabs });
    const deal = records.find((one) => one.id === id.deal)!;
    expect(maskOf(keys, deal)).toBe(0b11100);
    expect(maskOf(keys, { ...deal, keys: [`+${id.member}`, `~Owner:${id.lee}`] })).toBe(0b110);
    expect(maskOf(new Map(), deal)).toBe(0);
  });
});
