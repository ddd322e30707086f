import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Conversion, ConversionRule } from '../../conversion.ts';
import type { Portal } from '../../portal.ts';
import { conversion, ruleNamed, wishedConversion } from '../../conversion.ts';
import { conversionIssues } from '../../conversion-issues.ts';
import { defineCommand, event } from '../../define-command.ts';
import { conversionChange } from '../../events/settings.ts';
import { refuseIf } from '../../given-fields.ts';
import { Rejected } from '../../rejected.ts';

type Wished = z.infer<typeof wishedConversion>;

/** A rule goes on in the name of whoever wrote it as long as it stays what it is. */
function signed(portal: Portal, rules: Wished['rules'], member: string): Conversion['rules'] {
  const of = ([name, wished]: [string, Wished['rules'][string]]): [string, ConversionRule] => {
    const before = ruleNamed(portal.conversion, name);
    const kept = before !== null && isDeepStrictEqual({ ...wished, by: before.by }, { ...before });
    return [name, { ...wished, by: kept ? before.by : member }];
  };
  return Object.fromEntries(Object.entries(rules).map(of));
}

/** The whole of it is one unit of work: a mapping that could not be kept is refused when it is saved, not when a lead comes. */
export const configureConversion = defineCommand({
  name: 'configure-conversion',
  area: 'configuration',
  summary: 'Say what a lead becomes when it is converted, and which leads are converted by rule.',
  input: wishedConversion,
  permission: { kind: 'staff', right: 'manage-conversion' },
  events: {
    ConversionConfigured: event(
      z.strictObject({ type: z.literal('ConversionConfigured'), conversion }),
      ({ portal }, fact) => [conversionChange(portal, fact.conversion)],
    ),
  },

  decide(portal, _known, wished, { member }) {
    if (member === null) throw new Rejected('forbidden');
    refuseIf(conversionIssues(portal, wished), 'invalid');
    const otherBase = Object.values(wished.rules).some(
      ({ userType }) => portal.userTypes[userType]?.base !== 'Contacts',
    );
    if (otherBase)
      throw new Rejected('wrong-base', 'A lead becomes a contact. Choose a user type with the base Contacts.');
    const after: Conversion = { ...wished, rules: signed(portal, wished.rules, member.id) };
    const same = isDeepStrictEqual(after, portal.conversion);
    return { events: same ? [] : [{ type: 'ConversionConfigured', conversion: after }] };
  },
});
