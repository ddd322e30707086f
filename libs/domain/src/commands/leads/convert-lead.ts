import { z } from 'zod';
import type { Wish } from '../../convert.ts';
import type { Portal } from '../../portal.ts';
import type { RecordState } from '../../records.ts';
import type { Sight } from '../../sight.ts';
import { convert, convertQuestions, openLead } from '../../convert.ts';
import { conversionTargets } from '../../conversion.ts';
import { defineCommand } from '../../define-command.ts';
import { claimEvents } from '../../events/claims.ts';
import { conversionEvents } from '../../events/conversion.ts';
import { recordEvents } from '../../events/records.ts';
import { fieldValues } from '../../fields.ts';
import { layoutOrder } from '../../layout-order.ts';
import { recordId, userTypeId } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Converting needs to edit the lead and to create what it becomes. */
export function refuseConverter(portal: Portal, sight: Sight, lead: RecordState): void {
  if (sight.view(lead) === null) throw new Rejected('not-found');
  const creates = conversionTargets.every((target) => {
    const [layout] = layoutOrder(portal.modules[target]?.layouts ?? {});
    return layout !== undefined && sight.creatable(target, layout) !== null;
  });
  if (!creates || sight.rights(lead).edit.size === 0) throw new Rejected('forbidden');
}

const input = z.strictObject({
  lead: recordId.describe('The lead to convert'),
  userType: userTypeId
    .optional()
    .describe('The contact user type its portal users move to; needed if there are several (S0-84)'),
  contact: fieldValues.default({}).describe('Fields of the contact beside the mapped ones'),
  account: z
    .union([z.strictObject({ id: recordId }), z.strictObject({ fields: fieldValues })])
    .optional()
    .describe('An account that stands, or the fields of a new one beside the mapped ones. Left out: none'),
  deal: fieldValues.optional().describe('The fields of a deal beside the mapped ones. Left out: none is made'),
});

const wishOf = ({ lead, userType, contact, account, deal }: z.output<typeof input>): Wish => ({
  lead,
  userType: userType ?? null,
  contact,
  account: account ?? null,
  deal: deal ?? null,
});

/** A lead is withdrawn for good and goes on as a contact; the person behind it keeps sign-in and identity (S0-83, G-30). */
export const convertLead = defineCommand({
  name: 'convert-lead',
  area: 'records',
  summary: 'Turn a lead into a contact, with an account and a deal if wished; portal access goes on.',
  input,
  permission: { kind: 'staff', right: 'convert-leads' },
  needs: (portal, wish, known) => convertQuestions(portal, wishOf(wish), known),
  events: {
    RecordCreated: recordEvents.RecordCreated,
    RecordEdited: recordEvents.RecordEdited,
    ...conversionEvents,
    ...claimEvents,
  },

  decide(portal, known, wished, { member, sight, newId }) {
    if (member === null) throw new Rejected('forbidden');
    refuseConverter(portal, sight, openLead(known, wished.lead));
    const { events, told } = convert(portal, known, wishOf(wished), { by: member.id, newId });
    return { events, result: told };
  },
});
