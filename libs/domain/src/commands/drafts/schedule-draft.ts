import { z } from 'zod';
import { draftNamed } from '../../drafted.ts';
import { draft } from '../../drafts.ts';
import { defineCommand, event } from '../../define-command.ts';
import { draftChange } from '../../events/drafts.ts';
import { uuid } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** A job applies it then, as whoever scheduled it and by his rights of that time. */
export const scheduleDraft = defineCommand({
  name: 'schedule-draft',
  area: 'configuration',
  summary: 'Say when a draft is applied by itself, or that it is not.',
  input: z.strictObject({
    draft: uuid,
    at: z.iso.datetime({ precision: 3 }).nullable().describe('When (UTC, with milliseconds); null: not by itself'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    DraftScheduled: event(z.strictObject({ type: z.literal('DraftScheduled'), draft }), ({ portal }, fact) => [
      draftChange(portal, fact.draft.id, fact.draft),
    ]),
  },

  decide(portal, _known, { draft: id, at }, { now, member }) {
    const before = draftNamed(portal, id);
    if (at !== null && at <= now) {
      const issues = [{ path: 'at', message: 'Choose a time that is still to come.' }];
      throw new Rejected('invalid', undefined, { issues });
    }
    if (!member) throw new Rejected('forbidden');
    const scheduled = at === null ? null : { at, by: member.id };
    return { events: [{ type: 'DraftScheduled', draft: { ...before, scheduled } }] };
  },
});
