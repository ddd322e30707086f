import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import { defineCommand } from '../../define-command.ts';
import { licenceEvents, licenceSet } from '../../events/licence.ts';
import { planTerms } from '../../licence.ts';
import { label } from '../../names.ts';
import { planNamed } from '../../plan-profiles.ts';
import { Rejected } from '../../rejected.ts';

const unknownPlan = (): Rejected =>
  new Rejected('invalid', undefined, { issues: [{ path: 'plan', message: 'There is no such plan. Give its terms.' }] });

/**
 * The terms from now on. Users and types that stand stay, whatever the new plan says; new ones are judged by it. Seats
 * that were bought stay bought.
 */
export const setPlan = defineCommand({
  name: 'set-plan',
  area: 'licences',
  summary: 'Give the portal another plan. What stands stays; what is new is judged by the new plan.',
  input: z.strictObject({
    plan: label.describe(
      'A plan by name: free, standard, professional, enterprise, generous, whole; or one of your own',
    ),
    terms: planTerms.omit({ plan: true }).partial().optional().describe('Terms of its own, in place of the plan’s'),
  }),
  permission: { kind: 'staff', right: 'manage-licences' },
  events: licenceEvents,

  decide({ licence }, _known, { plan, terms = {} }) {
    const known = planNamed(plan);
    const made = planTerms.safeParse({ ...known, plan: known?.plan ?? plan, ...terms });
    if (!made.success) throw unknownPlan();
    const after = { ...made.data, seats: licence?.seats ?? 0 };
    return { events: isDeepStrictEqual(after, licence) ? [] : [licenceSet(after)] };
  },
});
