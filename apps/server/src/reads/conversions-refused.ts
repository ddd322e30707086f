import { z } from 'zod';
import { conversionRefused } from '@genkan/domain/conversion';
import { recordId } from '@genkan/domain/names';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

/** Leads that meet an automatic rule and are leads still, for staff to see to: nobody was there when they were refused. */
export const conversionsRefusedRead = defineRead({
  name: 'conversions-refused',
  summary: 'The leads an automatic rule could not convert, each with the reason, newest first.',
  path: '/conversions-refused',
  input: z.strictObject({}),
  answer: z.strictObject({ refused: z.array(conversionRefused.extend({ lead: recordId })) }),
  async run({ rights: rightsNow }) {
    const first = await rightsNow();
    requireRight(first, 'convert-leads');
    const leads = Object.keys(first.portal.conversionsRefused);
    const rights = await rightsNow(leads.map((id) => ({ ask: 'record', module: 'Leads', id }) as const));
    requireRight(rights, 'convert-leads');
    const { head, portal, known } = rights;
    const refused = leads.flatMap((lead) => {
      const reason = portal.conversionsRefused[lead];
      return reason !== undefined && known.record('Leads', lead)?.deleted === false ? [{ lead, ...reason }] : [];
    });
    return { head, answer: { refused: refused.sort((a, b) => (a.at > b.at ? -1 : 1)) } };
  },
});
