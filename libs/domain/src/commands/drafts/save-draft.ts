import { z } from 'zod';
import { draftIssues, draftNamed } from '../../drafted.ts';
import { draft, setup, type Draft } from '../../drafts.ts';
import { defineCommand, event } from '../../define-command.ts';
import { draftChange } from '../../events/drafts.ts';
import { refuseIf } from '../../given-fields.ts';
import { byId, label, uuid } from '../../names.ts';
import type { Portal } from '../../portal.ts';
import { Rejected } from '../../rejected.ts';

const mostDrafts = 50;
const mostTypes = 200;

/** A user type keeps the base it was first drafted on, unless it is taken anew: nobody's change is overlooked by saving. */
function basesOf(
  portal: Portal,
  setups: Readonly<Record<string, Draft['userTypes'][string]['tabs']>>,
  kept: Draft | null,
) {
  const drafted = Object.entries(setups).map(([id, tabs]) => {
    const type = portal.userTypes[id];
    if (!type) throw new Rejected('not-found');
    return [id, { tabs, base: kept?.userTypes[id]?.base ?? type.tabs }] as const;
  });
  return Object.fromEntries(drafted);
}

export const saveDraft = defineCommand({
  name: 'save-draft',
  area: 'configuration',
  summary: 'Write down how user types should become, without changing what anybody sees.',
  input: z.strictObject({
    draft: uuid.optional().describe('Which draft is saved again; left out: a new one'),
    name: label,
    userTypes: byId(setup)
      .refine((given) => Object.keys(given).length <= mostTypes, 'Use at most 200 user types.')
      .describe('The whole setup of each user type that should change'),
    rebase: z.boolean().default(false).describe('Take the present setups as the base anew'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    DraftSaved: event(z.strictObject({ type: z.literal('DraftSaved'), draft }), ({ portal }, fact) => [
      draftChange(portal, fact.draft.id, fact.draft),
    ]),
  },

  decide(portal, _known, { draft: id, name, userTypes, rebase }, { newId }) {
    const before = id === undefined ? null : draftNamed(portal, id);
    if (!before && Object.keys(portal.drafts).length >= mostDrafts)
      throw new Rejected('limit-reached', 'A portal has at most 50 drafts. Apply or discard one.');
    const drafted = basesOf(portal, userTypes, rebase ? null : before);
    const saved: Draft = { id: before?.id ?? newId(), name, userTypes: drafted, scheduled: null };
    refuseIf(draftIssues(portal, saved), 'invalid');
    return { events: [{ type: 'DraftSaved', draft: saved }], result: { draft: saved.id } };
  },
});
