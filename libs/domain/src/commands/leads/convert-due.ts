import { z } from 'zod';
import type { SettingChange } from '../../changes.ts';
import type { RefusedRow } from '../../convert-by-rule.ts';
import type { Portal } from '../../portal.ts';
import { convertByRule, convertingEvents, ruleQuestions } from '../../convert-by-rule.ts';
import { conversionRefused, mostRefused, ruleNamed, type ConversionDue } from '../../conversion.ts';
import { isConverted } from '../../converted.ts';
import { defineCommand, event, type DomainEvent } from '../../define-command.ts';
import { dueChange, refusedChange } from '../../events/settings.ts';
import { recordId, uuid } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const dueNamed = ({ conversionsDue }: Portal, id: string): ConversionDue | null =>
  Object.hasOwn(conversionsDue, id) ? (conversionsDue[id] ?? null) : null;

/** The oldest makes room for one more. */
function roomFor(portal: Portal, lead: string): readonly SettingChange[] {
  const all = Object.entries(portal.conversionsRefused);
  const [oldest] = all.length < mostRefused ? [] : all.toSorted(([, a], [, b]) => (a.at < b.at ? -1 : 1));
  return oldest === undefined || Object.hasOwn(portal.conversionsRefused, lead)
    ? []
    : [refusedChange(portal, oldest[0], null)];
}

const refusedAt = (row: RefusedRow, rule: string, at: string): DomainEvent => {
  const { lead, code, message, fields } = row;
  return { type: 'ConversionRefused', lead, rule, code, message, fields, at };
};

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
    ConversionRefused: event(
      conversionRefused.extend({ type: z.literal('ConversionRefused'), lead: recordId }),
      ({ portal }, { type: _, lead, ...refused }) => [...roomFor(portal, lead), refusedChange(portal, lead, refused)],
    ),
    ...convertingEvents,
  },

  decide(portal, known, { due: id }, { newId, now }) {
    const due = dueNamed(portal, id);
    if (due === null) throw new Rejected('not-found');
    const done = { type: 'DueConverted', due: id };
    const rule = ruleNamed(portal.conversion, due.rule);
    if (rule === null) return { events: [done], result: { rows: [] } };
    const converter = { by: rule.by, newId, judge: () => undefined };
    const { events, rows } = convertByRule(portal, known, rule, due.leads, converter);
    const refused = rows.flatMap((row) =>
      row.outcome === 'refused' && row.code !== 'not-found' && !isConverted(known, row.lead)
        ? [refusedAt(row, due.rule, now)]
        : [],
    );
    return { events: [...events, ...refused, done], result: { rows } };
  },
});
