import { z } from 'zod';
import type { SettingChange } from '../../changes.ts';
import { preview, previewId, type Preview } from '../../drafts.ts';
import { defineCommand, event, type Context } from '../../define-command.ts';
import { memberId } from '../../names.ts';
import type { Portal } from '../../portal.ts';
import { Rejected } from '../../rejected.ts';

const input = z.strictObject({ member: memberId.describe('With whose eyes') });

const previewChange = (portal: Portal, after: Preview): SettingChange => {
  const id = previewId(after.staff, after.member);
  return { kind: 'setting', part: 'preview', id, before: portal.previews[id] ?? null, after };
};

function previewed({ member }: { member: string }, { now, member: staff }: Context, open: boolean): Preview {
  if (!staff) throw new Rejected('forbidden');
  return { staff: staff.id, member, at: now, open };
}

/** Leaves a trace that whoever is looked at can read, before anything is shown (SEC-36). Only looking follows from it. */
export const startPreview = defineCommand({
  name: 'start-preview',
  area: 'configuration',
  summary: 'Begin to look at the portal with the eyes of one of its users; he can read that you did.',
  input,
  permission: { kind: 'staff', right: 'configure' },
  needs: (_portal, { member }) => [{ ask: 'member', id: member }],
  events: {
    PreviewStarted: event(z.strictObject({ type: z.literal('PreviewStarted'), preview }), ({ portal }, fact) => [
      previewChange(portal, fact.preview),
    ]),
  },
  decide(_portal, known, asked, context) {
    const about = known.member(asked.member);
    if (about?.kind !== 'portal-user' || about.status === 'removed') throw new Rejected('not-found');
    return { events: [{ type: 'PreviewStarted', preview: previewed(asked, context, true) }] };
  },
});

export const endPreview = defineCommand({
  name: 'end-preview',
  area: 'configuration',
  summary: 'Stop looking with the eyes of a user.',
  input,
  permission: { kind: 'staff', right: 'configure' },
  events: {
    PreviewEnded: event(z.strictObject({ type: z.literal('PreviewEnded'), preview }), ({ portal }, fact) => [
      previewChange(portal, fact.preview),
    ]),
  },
  decide(portal, _known, asked, context) {
    const ended = previewed(asked, context, false);
    if (!portal.previews[previewId(ended.staff, ended.member)]?.open) throw new Rejected('not-found');
    return { events: [{ type: 'PreviewEnded', preview: ended }] };
  },
});
