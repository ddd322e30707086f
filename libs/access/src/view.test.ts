import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PortalUser } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import type { Sight } from '@genkan/domain/sight';
import type { Reach, Tab } from '@genkan/domain/user-types';
import { abilityOf } from './compile.ts';
import { maskOf } from './mask.ts';
import { memberKeys } from './member-keys.ts';
import { sightOf } from './sight.ts';
import { anyWorld, keyed, recordIds, type World } from './test/arbitraries.ts';
import { allReach, deal, id, kimIn, managed, tab } from './test/house.ts';
import { allKnown } from './test/known-rows.ts';
import { view } from './view.ts';

const seen = (change: Parameters<typeof tab>[0], record = deal, mask = 1) =>
  view(kimIn({ tabs: { Deals: tab(change) } }).ability, record, mask);

/** The world with a further reach to deals, by a lookup that nobody sees and no criteria name. */
function withHiddenReach({ portal, records, members }: World): World {
  const reach = (reaches: readonly Reach[]): Reach => ({
    ...(reaches[0] ?? { edit: [], delete: false, copy: false }),
    kind: 'related',
    path: 'Rival',
    own: [],
  });
  const hidden = (tab: Tab): Tab => ({
    ...tab,
    criteria: null,
    layouts: Object.fromEntries(
      Object.entries(tab.layouts).map(([name, fields]) => [name, fields.filter((one) => one !== 'Rival')]),
    ),
    reaches: [...tab.reaches, reach(tab.reaches)],
  });
  const types = Object.values(portal.userTypes).map((one) => {
    const deals = one.tabs['Deals'];
    return [one.id, deals ? { ...one, tabs: { ...one.tabs, Deals: hidden(deals) } } : one] as const;
  });
  return { portal: { ...portal, userTypes: Object.fromEntries(types) }, records, members };
}

describe('a view', () => {
  test('[VW1] holds the visible fields and no other, null where there is nothing, in the order of the layout', () => {
    const shown = seen(
      { layouts: { Standard: ['Owner', 'Amount'] } },
      { ...deal, fields: { Stage: 'New', Owner: id.lee } },
    );
    expect(shown).toEqual({ id: id.deal, layout: 'Standard', fields: { Amount: null, Owner: id.lee }, may: 1 });
    expect(Object.keys(shown!.fields)).toEqual(['Amount', 'Owner']);
  });

  test('[VW2] a record of a layout that is not granted does not exist', () => {
    expect(seen({}, { ...deal, layout: 'Short' })).toBeNull();
    expect(seen({}, { ...deal, layout: 'constructor' })).toBeNull();
  });

  test('[VW3] a granted layout without visible fields shows that the record is there, and nothing of it', () => {
    expect(seen({ layouts: { Standard: [] } })).toEqual({ id: id.deal, layout: 'Standard', fields: {}, may: 1 });
  });

  test('[VW4] a record that is not met, does not fulfil the criteria, or is deleted, does not exist', () => {
    expect(seen({}, deal, 0)).toBeNull();
    expect(seen({ criteria: { field: 'Stage', is: 'is', value: 'Won' } })).toBeNull();
    expect(seen({ criteria: { field: 'Stage', is: 'is', value: 'New' } })).not.toBeNull();
    expect(seen({}, { ...deal, deleted: true })).toBeNull();
    expect(view(kimIn({ tabs: { Deals: tab() } }).ability, null, 1)).toBeNull();
  });

  test('[VW5] a module that is not granted does not exist', () => {
    expect(view(kimIn({}).ability, deal, 1)).toBeNull();
  });

  test('[VW6] what may be done is a code for the rights alone: the same rights by other reaches give the same code', () => {
    const edit = (...fields: string[]) => ({ ...managed, edit: fields });
    const { ability } = kimIn({
      tabs: {
        Deals: tab({ reaches: [edit('Stage'), edit('Stage', 'Amount'), edit('Stage'), { ...managed, delete: true }] }),
      },
    });
    const may = (mask: number) => view(ability, deal, mask)?.may;
    expect(may(0b0001)).toBe(may(0b0100));
    expect(may(0b0011)).toBe(may(0b0010));
    expect(may(0b1001)).not.toBe(may(0b0001));
  });

  test('[VW6] on any layout two masks give the same code exactly if they give the same rights', () => {
    fc.assert(
      fc.property(anyWorld, fc.nat(15), fc.nat(15), ({ portal, members }, a, b) => {
        for (const tab of abilityOf(portal, members[0]!).tabs.values())
          for (const shape of tab.shapes.values())
            expect(shape.by(a).may === shape.by(b).may).toBe(
              JSON.stringify(canonical(shape.by(a).rights)) === JSON.stringify(canonical(shape.by(b).rights)),
            );
      }),
    );
  });

  test('[law 7] a hidden lookup that changes why a record is met, but not the rights, changes no byte of its view', () => {
    let told = 0;
    const rightsOf = (sight: Sight, record: RecordState) => JSON.stringify(canonical(sight.rights(record)));
    fc.assert(
      fc.property(
        anyWorld.map(withHiddenReach),
        fc.constantFrom(...recordIds('Deals').slice(0, 3)),
        ({ portal, records, members }, one) => {
          const before = records.find((record) => record.id === one)!;
          const own = (members[0] as PortalUser).record;
          const rival = { ...before, fields: { ...before.fields, Rival: own === before.fields['Rival'] ? null : own } };
          const after = keyed(
            portal,
            records.map((record) => (record.id === one ? rival : record)),
          ).find((record) => record.id === one)!;
          for (const member of members) {
            const ability = abilityOf(portal, member);
            const keys = memberKeys(portal, ability, member, allKnown(records));
            const sight = sightOf(portal, ability, keys, member);
            if (ability.tabs.get('Deals')?.touches.has('Rival') || sight.view(before) === null) continue;
            if (maskOf(keys, after) === 0 || rightsOf(sight, before) !== rightsOf(sight, after)) continue;
            if (maskOf(keys, before) !== maskOf(keys, after)) told += 1;
            expect(JSON.stringify(sight.view(after))).toBe(JSON.stringify(sight.view(before)));
          }
        },
      ),
      { numRuns: 500 },
    );
    expect(told).toBeGreaterThan(0);
  });

  test('[VW7] a field that is neither visible nor named by criteria alters no view', () => {
    const { ability } = kimIn({
      tabs: { Deals: tab({ reaches: [allReach], criteria: { field: 'Owner', is: 'not-empty' } }) },
    });
    const { touches } = ability.tabs.get('Deals')!;
    expect([...touches].sort()).toEqual(['Amount', 'Owner', 'Stage']);
    const other = { ...deal, fields: { ...deal.fields, Agent: null } };
    expect(view(ability, other, 1)).toEqual(view(ability, deal, 1));
  });

  test('[VW8] each record shows its own values, in whatever order records are looked at', () => {
    const { ability } = kimIn({ tabs: { Deals: tab() } });
    const stages = ['A', 'B', 'C'];
    const records = stages.map((Stage) => ({ ...deal, fields: { ...deal.fields, Stage } }));
    const order = fc.array(fc.nat(2), { maxLength: 12 });
    fc.assert(
      fc.property(order, (looks) => {
        const shown = looks.map((nth) => view(ability, records[nth]!, 1)?.fields['Stage']);
        expect(shown).toEqual(looks.map((nth) => stages[nth]));
      }),
    );
  });

  test('[SEC-14] a record with fields of inherited names shows none of them', () => {
    const hostile = JSON.parse('{"__proto__": {"Stage": "polluted"}, "constructor": "x"}') as typeof deal.fields;
    expect(seen({}, { ...deal, fields: hostile })?.fields).toEqual({ Stage: null, Amount: null });
    expect(({} as Record<string, unknown>)['Stage']).toBeUndefined();
  });
});

function canonical(rights: { edit: ReadonlySet<string>; delete: boolean; copy: boolean; restore: boolean }): unknown {
  return [[...rights.edit].sort(), rights.delete, rights.copy, rights.restore];
}
