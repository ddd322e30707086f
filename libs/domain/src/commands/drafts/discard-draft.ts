import { z } from 'zod';
import { draftNamed } from '../../drafted.ts';
import { defineCommand, event } from '../../define-command.ts';
import { draftChange } from '../../events/drafts.ts';
import { uuid } from '../../names.ts';

export const discardDraft = defineCommand({
  name: 'discard-draft',
  area: 'configuration',
  summary: 'Throw a draft away.',
  input: z.strictObject({ draft: uuid }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    DraftDiscarded: event(z.strictObject({ type: z.literal('DraftDiscarded'), draft: uuid }), ({ portal }, fact) => [
      draftChange(portal, fact.draft, null),
    ]),
  },

  decide(portal, _known, { draft }) {
    draftNamed(portal, draft);
    return { events: [{ type: 'DraftDiscarded', draft }] };
  },
});
