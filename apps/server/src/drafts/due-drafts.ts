import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Draft } from '@genkan/domain/drafts';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { derivedCommandId } from '../bus/derived-command-id.ts';

type Tools = {
  readonly log: Pick<PortalLog, 'dueDrafts'>;
  readonly execute: (request: CommandRequest) => Promise<Answer>;
};

/**
 * Applies the drafts of all portals whose time has come, each as whoever scheduled it and by his rights of this moment. The same
 * draft and time is always the same command, so that several nodes apply it once (law 1); a refused one stays, and its
 * refusal in the log.
 */
export async function applyDueDrafts({ log, execute }: Tools, now: string): Promise<void> {
  for (const { portal, draft, at, by } of await log.dueDrafts(now)) {
    const commandId = derivedCommandId(`${portal}/${draft}/${at}/0`);
    await execute({ portal, member: by, commandId, name: 'apply-draft', input: { draft } });
  }
}

/** When drafts that these entries scheduled are to be applied. */
export const scheduledTimes = (entries: readonly Entry[]): readonly Date[] =>
  entries
    .flatMap(({ changes }) => changes)
    .flatMap((change) => {
      if (change.kind !== 'setting' || change.part !== 'draft') return [];
      const draft = change.after as Draft | null; // the shape of its part
      return draft?.scheduled ? [new Date(draft.scheduled.at)] : [];
    });
