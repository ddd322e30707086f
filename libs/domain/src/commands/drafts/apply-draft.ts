import { z } from 'zod';
import { draftedTypes, draftIssues, draftNamed, sameSetup } from '../../drafted.ts';
import { defineCommand, event } from '../../define-command.ts';
import { draftChange } from '../../events/drafts.ts';
import { userTypeChange } from '../../events/settings.ts';
import { refuseIf } from '../../given-fields.ts';
import { uuid } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { userType } from '../../user-types.ts';

/** All user types of a draft in one entry: live sessions go from the one state to the other, and see none between. */
export const applyDraft = defineCommand({
  name: 'apply-draft',
  area: 'configuration',
  summary: 'Let a draft take effect: all its user types change at once.',
  input: z.strictObject({ draft: uuid }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    DraftApplied: event(
      z.strictObject({ type: z.literal('DraftApplied'), draft: uuid, userTypes: z.array(userType) }),
      ({ portal }, fact) => [
        ...fact.userTypes.map((type) => userTypeChange(portal, type.id, type)),
        draftChange(portal, fact.draft, null),
      ],
    ),
  },

  decide(portal, _known, { draft: id }) {
    const draft = draftNamed(portal, id);
    const moved = Object.entries(draft.userTypes).filter(
      ([type, { base }]) => !sameSetup(portal.userTypes[type]?.tabs, base),
    );
    if (moved.length > 0) {
      const message = 'This user type was changed since. Compare, and save the draft on the present one.';
      const issues = moved.map(([type]) => ({ path: `userTypes.${type}`, message }));
      throw new Rejected('conflict', undefined, { issues });
    }
    refuseIf(draftIssues(portal, draft), 'invalid');
    return { events: [{ type: 'DraftApplied', draft: id, userTypes: [...draftedTypes(portal, draft)] }] };
  },
});
