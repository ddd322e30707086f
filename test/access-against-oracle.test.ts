import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abilityOf } from '../libs/access/src/compile.ts';
import { memberKeys } from '../libs/access/src/member-keys.ts';
import { sightOf } from '../libs/access/src/sight.ts';
import { anyWorld, type World } from '../libs/access/src/test/arbitraries.ts';
import { allKnown } from '../libs/access/src/test/known-rows.ts';
import { founded } from './oracle/fold.ts';
import { see } from './oracle/see.ts';
import type { State, Tab } from './oracle/shapes.ts';

/** The oracle takes only settings that a command would have stored: known fields, at most four lookups together. */
const valid = (tab: Tab): Tab => ({
  ...tab,
  layouts: Object.fromEntries(
    Object.entries(tab.layouts).map(([name, fields]) => [name, fields.filter((one) => one !== 'Ghost')]),
  ),
  reaches: tab.reaches.filter((one) => one.kind !== 'related' || one.path.split('.').length + one.own.length <= 4),
});

function asOracle({ portal, records, members }: World): State {
  const modules = Object.values(portal.modules).map((one) => ({
    name: one.name,
    fields: one.fields,
    // No command stores a tick for a field that is not on the layout: here every layout has them all.
    layouts: Object.fromEntries(Object.values(one.layouts).map(({ name }) => [name, Object.keys(one.fields)])),
    paths: Object.fromEntries(
      Object.entries(one.paths).flatMap(([name, { steps, state }]) => (state === 'complete' ? [[name, steps]] : [])),
    ),
  }));
  const types = Object.values(portal.userTypes).map(({ id, name, base, tabs }) => {
    const kept = Object.entries(tabs as Record<string, Tab>).filter(([name]) => name !== 'Ghosts');
    return { id, name, base, tabs: Object.fromEntries(kept.map(([name, tab]) => [name, valid(tab)])) };
  });
  return {
    ...founded(Object.fromEntries(modules.map((one) => [one.name, one])), ''),
    userTypes: Object.fromEntries(types.map((one) => [one.id, one])),
    members: Object.fromEntries(members.map((one) => [one.id, one])),
    rows: new Map(records.map((one) => [one.id, one])),
  };
}

const none = { edit: [], delete: false, copy: false, restore: false };

describe('access and the oracle', () => {
  test('[law 5] two readers of the rules show every member the same records, fields and rights', () => {
    let seen = 0;
    fc.assert(
      fc.property(anyWorld, ({ portal: whole, records, members }) => {
        const portal = { ...whole, suspensions: {} };
        const state = asOracle({ portal, records, members });
        for (const member of members) {
          const ability = abilityOf(portal, member);
          const sight = sightOf(portal, ability, memberKeys(portal, ability, member, allKnown(records)), member);
          for (const record of records.filter(({ layout }) => layout !== 'Gone')) {
            const expected = see(state, state.members[member.id]!, record);
            const view = sight.view(record);
            // What may be done with a restricted record is refused by every command but a few, whatever the rights.
            const { edit, ...rights } = record.restricted ? none : sight.rights(record);
            const shown = view && {
              layout: view.layout,
              fields: view.fields,
              may: { ...rights, edit: [...edit].sort() },
            };
            expect(shown).toEqual(expected);
            if (shown && member.kind === 'portal-user') seen += 1;
          }
        }
      }),
      { numRuns: 500 },
    );
    expect(seen).toBeGreaterThan(300);
  });
});
