import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { MemberKeys } from '@genkan/access/ability';
import { abilityOf } from '@genkan/access/compile';
import { maskOf } from '@genkan/access/mask';
import { memberKeys } from '@genkan/access/member-keys';
import { anyWorldAndChange, type World } from '@genkan/access/test/arbitraries';
import { allKnown } from '@genkan/access/test/known-rows';
import { EyesOfPortal } from './eyes.ts';
import { moduleKeys } from './module-keys.ts';
import { Recipients, type Cohort } from './recipients.ts';

const modules = ['Contacts', 'Agents', 'Deals'];

function index({ portal, records, members }: World) {
  const eyes = new EyesOfPortal();
  const recipients = new Recipients<string>();
  const held = new Map<string, MemberKeys>();
  const cohorts: { readonly member: string; readonly cohort: Cohort<string> }[] = [];
  for (const member of members) {
    const ability = abilityOf(portal, member);
    const keys = memberKeys(portal, ability, member, allKnown(records));
    held.set(member.id, keys);
    for (const module of modules) {
      const own = eyes.of(ability, module);
      if (!own) continue;
      cohorts.push({ member: member.id, cohort: recipients.join(member.id, module, own, moduleKeys(keys, module)) });
    }
  }
  return { recipients, held, cohorts };
}

test('[RT7] a change reaches, once each and with its masks, just those who meet the record before or after', () => {
  fc.assert(
    fc.property(anyWorldAndChange, ({ world, before, after }) => {
      const { recipients, held } = index(world);
      const met = new Map<string, readonly [number, number]>();
      recipients.meet(before.module, before, after, ({ sessions }, then, now) => {
        for (const session of sessions) {
          expect(met.has(session)).toBe(false);
          met.set(session, [then, now]);
        }
      });
      for (const [member, keys] of held) {
        const masks = [maskOf(keys, before), maskOf(keys, after)] as const;
        expect(met.get(member) ?? [0, 0]).toEqual(masks);
      }
    }),
    { numRuns: 300 },
  );
});

test('[RT8] those who look with the same eyes and keys are one cohort, and one that is left by all is forgotten', () => {
  fc.assert(
    fc.property(anyWorldAndChange, ({ world, before }) => {
      const { recipients, cohorts } = index(world);
      const distinct = cohorts.map(({ cohort: { module, eyes, keys } }) =>
        JSON.stringify([module, eyes.number, keys.name]),
      );
      expect(new Set(cohorts.map(({ cohort }) => cohort)).size).toBe(new Set(distinct).size);
      for (const { member, cohort } of cohorts) recipients.leave(member, cohort);
      recipients.meet(before.module, before, null, () => expect('nobody').toBe('met'));
      expect(recipients.anyone(before.module, () => true)).toBe(false);
    }),
  );
});
