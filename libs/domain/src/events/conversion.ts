import { z } from 'zod';
import type { Change } from '../changes.ts';
import type { DomainEvent } from '../define-command.ts';
import { convertedInto } from '../converted.ts';
import { event } from '../define-command.ts';
import { memberId, recordId, userTypeId } from '../names.ts';
import { memberChange } from './members.ts';
import { refusedChange } from './settings.ts';

const became = { contact: recordId, account: recordId.nullable(), deal: recordId.nullable() };
export type Became = { readonly contact: string; readonly account: string | null; readonly deal: string | null };

/** What happens when a lead is converted, beside the records that are made. */
export const conversionEvents = {
  /** Withdrawn everywhere, for good; what it became stands as claims. */
  LeadConverted: event(
    z.strictObject({ type: z.literal('LeadConverted'), lead: recordId, ...became }),
    ({ portal, known }, { lead, contact, account, deal }): readonly Change[] => {
      const before = known.record('Leads', lead);
      if (before === null) return [];
      return [
        { kind: 'record', before, after: { ...before, deleted: true } },
        ...convertedInto(lead, { contact, account, deal }),
        ...(portal.conversionsRefused[lead] ? [refusedChange(portal, lead, null)] : []),
      ];
    },
  ),
  /** The same person, with the same sign-in: only what he is tied to, and by which type, is another (G-30). */
  MemberConverted: event(
    z.strictObject({ type: z.literal('MemberConverted'), member: memberId, userType: userTypeId, record: recordId }),
    ({ known }, { member, userType, record }) =>
      memberChange(known, member, (row) =>
        row.kind === 'portal-user' ? { ...row, userType, record, module: 'Contacts' } : row,
      ),
  ),
  /** Where no contact user type exists: as if he were removed (S0-85). */
  PortalAccessDropped: event(
    z.strictObject({ type: z.literal('PortalAccessDropped'), member: memberId }),
    ({ known }, { member }) =>
      memberChange(known, member, (row) => ({ ...row, status: 'removed', sessionsEnded: row.sessionsEnded + 1 })),
  ),
};

export const leadConverted = (lead: string, made: Became): DomainEvent => ({ type: 'LeadConverted', lead, ...made });
