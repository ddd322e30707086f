import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abilityOf } from '@genkan/access/compile';
import { maskOf } from '@genkan/access/mask';
import { memberKeys } from '@genkan/access/member-keys';
import { anyWorldAndChange } from '@genkan/access/test/arbitraries';
import { allKnown } from '@genkan/access/test/known-rows';
import type { View } from '@genkan/domain/sight';
import { EyesOfPortal } from './eyes.ts';
import { ChangedRecord } from './fragment.ts';
import { difference, project } from './project.ts';

const seen = (change: Partial<View> = {}): View => ({
  id: '1',
  layout: 'Standard',
  fields: { Stage: 'New', Amount: null, Tags: ['a'] },
  may: 1,
  ...change,
});

test('[RT2] equal views say nothing, lists of equal items included', () => {
  expect(difference(seen(), seen({ fields: { Stage: 'New', Amount: null, Tags: ['a'] } }))).toBeNull();
  expect(difference(null, null)).toBeNull();
});

test('[RT3] another layout, or other visible fields, is a put of all that is seen', () => {
  const short = seen({ layout: 'Short' });
  expect(difference(seen(), short)).toEqual({ op: 'put', view: short });
  const fewer = seen({ fields: { Stage: 'New', Amount: null } });
  expect(difference(seen(), fewer)).toEqual({ op: 'put', view: fewer });
  expect(difference(fewer, seen())).toEqual({ op: 'put', view: seen() });
});

test('[RT4] a record that leaves an audience is removed for it, with its id and nothing else', () => {
  expect(difference(seen(), null)).toEqual({ op: 'remove', id: '1' });
});

test('[RT5] a patch holds what changed of what is seen, null included, and what may be done with it', () => {
  const now = seen({ fields: { Stage: null, Amount: null, Tags: ['a', 'b'] }, may: 3 });
  expect(difference(seen(), now)).toEqual({ op: 'patch', view: now, fields: ['Stage', 'Tags'], may: true });
  expect(difference(seen(), seen({ may: 0 }))).toMatchObject({ op: 'patch', fields: [], may: true });
});

test('[law 5] a fragment says just what the two views of the record differ by, for every member and change', () => {
  fc.assert(
    fc.property(anyWorldAndChange, ({ world: { portal, records, members }, before, after }) => {
      const eyes = new EyesOfPortal();
      const changed = new ChangedRecord(after, before, after);
      for (const member of members) {
        const ability = abilityOf(portal, member);
        const keys = memberKeys(portal, ability, member, allKnown(records));
        const mask = maskOf(keys, before);
        const told = project({ ability, record: before, mask }, { ability, record: after, mask });
        const own = eyes.of(ability, before.module);
        const fragment = own && changed.fragment(own, mask, mask);
        expect(fragment ? JSON.parse(fragment.text) : null).toEqual(
          told && {
            op: told.op,
            module: before.module,
            id: before.id,
            ...(told.op === 'put' && told.view),
            ...(told.op === 'patch' && told.may && { may: told.view.may }),
            ...(told.op === 'patch' &&
              told.fields.length > 0 && {
                fields: Object.fromEntries(told.fields.map((name) => [name, told.view.fields[name]])),
              }),
          },
        );
        if (fragment) expect(changed.touches(own.tab)).toBe(true); // F5: what is skipped would have said nothing
      }
    }),
    { numRuns: 300 },
  );
});

test('[RT6] abilities that see the same of a change share its fragment, whoever holds them', () => {
  fc.assert(
    fc.property(anyWorldAndChange, ({ world: { portal, members }, before, after }) => {
      const eyes = new EyesOfPortal();
      const changed = new ChangedRecord(after, before, after);
      const all = members.flatMap((member) => {
        const ability = abilityOf(portal, member);
        const own = eyes.of(ability, before.module);
        const fragment = own && changed.fragment(own, 1, 1);
        return fragment ? [fragment] : [];
      });
      for (const one of all) {
        const alike = all.filter(
          (other) => JSON.stringify([one.seen, one.shown]) === JSON.stringify([other.seen, other.shown]),
        );
        expect(new Set(alike).size).toBe(1);
      }
    }),
  );
});
