import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { caslAbility, caslRecord, caslRules, theRecord } from './casl.ts';
import { abilityOf } from './compile.ts';
import { memberKeys } from './member-keys.ts';
import { anyWorld } from './test/arbitraries.ts';
import { allReach, deal, house, id, kim, kimIn, managed, tab, userType } from './test/house.ts';
import { allKnown } from './test/known-rows.ts';

const casl = (...furnishing: Parameters<typeof kimIn>) => {
  const { ability, keys, records } = kimIn(...furnishing);
  const rules = caslRules(ability, keys);
  return { rules, can: caslAbility(rules), record: caslRecord(records.find((one) => one.id === id.deal)!) };
};

const paths = (conditions: unknown): string[] =>
  typeof conditions !== 'object' || conditions === null
    ? []
    : Array.isArray(conditions)
      ? conditions.flatMap(paths)
      : Object.entries(conditions).flatMap(([name, held]) => [name, ...(name === '$holds' ? [] : paths(held))]);

describe('the CASL form', () => {
  test('[AU28] is closed where nothing is granted', () => {
    const { can, record } = casl({});
    for (const action of ['read', 'create', 'edit', 'delete', 'copy', 'restore'] as const)
      expect(can.can(action, record)).toBe(false);
  });

  test('[AU29] an empty list of fields never means all of them', () => {
    const { rules, can, record } = casl({ tabs: { Deals: tab({ layouts: { Standard: [] }, create: [] }) } });
    expect(rules.map(({ action, fields }) => [action, fields])).toEqual([
      ['read', [theRecord]],
      ['create', [theRecord]],
    ]);
    expect([can.can('read', record), can.can('read', record, 'Stage'), can.can('edit', record)]).toEqual([
      true,
      false,
      false,
    ]);
  });

  test('[SEC-14] no name that a tenant wrote is a condition path', () => {
    const allowed = [
      'layout',
      'deleted',
      'restricted',
      'keys',
      'fields',
      '$same',
      '$meets',
      '$holds',
      '$every',
      '$some',
    ];
    fc.assert(
      fc.property(anyWorld, ({ portal, records, members }) => {
        for (const member of members) {
          const ability = abilityOf(portal, member);
          const rules = caslRules(ability, memberKeys(portal, ability, member, allKnown(records)));
          for (const { conditions } of rules)
            expect(paths(conditions).filter((one) => !allowed.includes(one) && !/^\d+$/.test(one))).toEqual([]);
        }
      }),
      { numRuns: 50 },
    );
  });

  test('[SEC-14] a criteria field called like an inherited property pollutes nothing', () => {
    for (const field of ['__proto__', 'constructor', 'toString.call', 'a.b']) {
      const { can, record } = casl({ tabs: { Deals: tab({ criteria: { field, is: 'not-empty' } }) } });
      expect(can.can('read', record)).toBe(false);
    }
    expect(({} as Record<string, unknown>)['x']).toBeUndefined();
    expect(Object.getOwnPropertyNames(Object.prototype)).not.toContain('call');
  });

  test('[AU30] a module or field called like a word of CASL has no meaning beyond its name', () => {
    const { portal, records } = house();
    const all = { ...portal.modules['Contacts']!, name: 'all' };
    const types = { [id.userType]: userType({ all: tab({ layouts: { Standard: ['Name'] }, reaches: [allReach] }) }) };
    const named = { ...portal, modules: { ...portal.modules, all }, userTypes: types };
    const ability = abilityOf(named, kim);
    const can = caslAbility(caslRules(ability, memberKeys(named, ability, kim, allKnown(records))));
    expect(can.can('read', caslRecord({ ...deal, module: 'all' }))).toBe(true);
    expect(can.can('read', caslRecord(deal))).toBe(false);
  });

  test('[AU31] is plain data: it survives JSON and judges the same', () => {
    const { rules, record } = casl({ tabs: { Deals: tab({ reaches: [{ ...managed, edit: ['Stage'] }] }) } });
    const again = caslAbility(JSON.parse(JSON.stringify(rules)) as typeof rules);
    expect([again.can('edit', record, 'Stage'), again.can('edit', record, 'Amount')]).toEqual([true, false]);
  });
});
