import { z } from 'zod';
import type { CommandDefinition, Context } from '../../define-command.ts';
import type { Known } from '../../known.ts';
import type { Portal } from '../../portal.ts';
import { Basis } from '../../basis.ts';
import { convertByRule, convertingEvents, ruleQuestions } from '../../convert-by-rule.ts';
import { ruleNamed } from '../../conversion.ts';
import { defineCommand } from '../../define-command.ts';
import { apiName, recordId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { refuseConverter } from './convert-lead.ts';

const batch = z.strictObject({
  rule: apiName.describe('The rule that says what the leads become'),
  ids: z.array(recordId).min(1).max(500).describe('The leads, as the dry run lists them'),
});
type Batch = z.output<typeof batch>;

/** The batch on this state, and the hash of all it was decided from. */
function decided(portal: Portal, known: Known, { rule: name, ids }: Batch, { member, sight, newId }: Context) {
  const rule = ruleNamed(portal.conversion, name);
  if (rule === null) throw new Rejected('not-found', 'There is no such rule. Configure it first.');
  if (member === null) throw new Rejected('forbidden');
  const basis = new Basis(known);
  const leads = [...new Set(ids)];
  const judge = (lead: Parameters<typeof refuseConverter>[2]) => refuseConverter(portal, sight, lead);
  const { events, rows } = convertByRule(portal, basis, rule, leads, { by: member.id, newId, judge });
  return { events, rows, expect: basis.hash(portal, [name, leads]) };
}

const shared = {
  area: 'records',
  summary: 'Convert leads by a rule, exactly as a dry run said.',
  permission: { kind: 'staff', right: 'convert-leads' },
  onRestricted: true, // judged row by row: one restricted lead does not stop the others
  events: convertingEvents,
} as const;
const questions = (portal: Portal, { rule, ids }: Batch, known: Known) =>
  ruleQuestions(portal, ruleNamed(portal.conversion, rule), [...new Set(ids)], known);

/** One entry for the whole batch. Refused as a conflict when anything it was reckoned from has changed (G-31). */
export const convertLeads = defineCommand({
  ...shared,
  name: 'convert-leads',
  input: batch.extend({
    expect: z
      .string()
      .regex(/^[A-Za-z0-9_-]{1,64}$/)
      .describe('What the dry run answered with these leads'),
  }),
  needs: questions,

  decide(portal, known, { expect, ...wished }, context) {
    const { events, rows, expect: now } = decided(portal, known, wished, context);
    if (now !== expect) {
      throw new Rejected('conflict', 'Something changed since the dry run. Run it again, and compare.');
    }
    return { events, result: { rows } };
  },
});

/** The same without its end: decided to be looked at, by the very code of the real run. In no registry. */
export const dryConvertLeads: CommandDefinition<'convert-leads', typeof batch> = {
  ...shared,
  name: 'convert-leads',
  input: batch,
  needs: questions,

  decide(portal, known, wished, context) {
    const { events, rows, expect } = decided(portal, known, wished, context);
    return { events, result: { rows, expect } };
  },
};
