import { z } from 'zod';
import { apiName, recordId } from '@genkan/domain/names';
import { consents } from '@genkan/domain/privacy/privacy-modules';
import { subjectNamed } from '@genkan/domain/privacy/subjects';
import { Rejected } from '@genkan/domain/rejected';

import { judged, type Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { see } from './records.ts';
import { requestFor } from './scoped.ts';

const most = 500;
const asked = z.strictObject({
  consent: recordId.describe('The record of Consents that says how it stands'),
  subject: z.strictObject({ module: apiName, id: recordId }),
  state: z.string(),
  version: z.int().nullable().describe('Of the wording that was consented to last'),
});

/** S0-94: the words consent is asked in, and of whom: oneself and people one added. The officer reads every form. */
export const consentFormsRead = defineRead({
  name: 'consent-forms',
  summary: 'The present wording for each purpose, and the consents that are asked of you in it.',
  path: '/consent-forms',
  input: z.strictObject({}),
  answer: z.strictObject({
    forms: z.array(z.strictObject({ purpose: apiName, wording: z.string(), version: z.int(), asked: z.array(asked) })),
  }),
  async run({ log, rights: rightsNow }) {
    const { found } = await judged(rightsNow, async (rights) => {
      refuseOthers(rights);
      const { portal } = rights;
      const scoped = requestFor(rights, { module: consents, orderBy: [] });
      const page = scoped && (await log.page(portal.id, { ...scoped, after: null, limit: most }));
      const rows = page?.rows.filter((row) => row.fields['Basis'] === 'Consent' && see(rights, row) !== null) ?? [];
      const forms = Object.values(portal.privacy.forms).map((form) => ({
        ...form,
        asked: rows.flatMap((row) => {
          const subject = subjectNamed(portal, row);
          if (!subject || row.fields['Purpose'] !== form.purpose) return [];
          const version = row.fields['Version'];
          const state = String(row.fields['State']);
          return [{ consent: row.id, subject, state, version: typeof version === 'number' ? version : null }];
        }),
      }));
      const isStaff = rights.member.kind === 'staff';
      return { head: page?.head ?? rights.head, forms: forms.filter((form) => isStaff || form.asked.length > 0) };
    });
    return { head: found.head, answer: { forms: found.forms } };
  },
});

function refuseOthers({ portal, member, ability }: Rights): void {
  if (!portal.privacy.compliance) throw new Rejected('not-found');
  if (member.kind === 'staff' && !ability.staffRights.has('manage-privacy')) throw new Rejected('forbidden');
}
