import { z } from 'zod';
import type { Portal } from '../../portal.ts';
import { convertByRule, convertingEvents, ruleQuestions } from '../../convert-by-rule.ts';
import { ruleNamed, type ConversionDue } from '../../conversion.ts';
import { defineCommand, event } from '../../define-command.ts';
import { dueChange } from '../../events/settings.ts';
import { uuid } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const dueNamed = ({ conversionsDue }: Portal, id: string): ConversionDue | null =>
  Object.hasOwn(conversionsDue, id) ? (conversionsDue[id] ?? null) : null;

/**
 * The workflow: leads that came to meet an automatic rule are converted in the name of whoever wrote it (S0-83). They
 * stand in the log with the command that was the cause, until this one has taken them: none is lost by a crash between.
 */
export const convertDue = defineCommand({
  name: 'convert-due',
  area: 'records',
  summary: 'Convert the leads that came to meet an automatic rule.',
  input: z.strictObject({ due: uuid }),
  permission: { kind: 'operator', right: 'maintain' },
  onRestricted: true, // a restricted lead is refused as its row
  needs(portal, { due: id }, known) {
    const due = dueNamed(portal, id);
    return due === null ? [] : ruleQuestions(portal, ruleNamed(portal.conversion, due.rule), due.leads, known);
  },
  events: {
    DueConverted: event(z.strictObject({ type: z.literal('DueConverted'), due: uuid }), ({ portal }, { due }) => [
      dueChange(portal, due),
    ]),
    ...convertingEvents,
  },

  decide(portal, known, { due: id }, { newId }) {
    const due = dueNamed(portal, id);
    if (due === null) throw new Rejected('not-found');
    const done = { type: 'DueConverted', due: id };
    const rule = ruleNamed(portal.conversion, due.rule);
    if (rule === null) return { events: [done], result: { rows: [] } };
    const converter = { by: rule.by, newId, judge: () => undefined };
    const { events, rows } = convertByRule(portal, known, rule, due.leads, converter);
    return { events: [...events, done], result: { rows } };
  },
});
