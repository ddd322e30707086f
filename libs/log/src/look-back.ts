import type { Change } from '@genkan/domain/changes';
import type { Entry, LookBack } from './portal-log.ts';

/** Which of an entry's changes are told to somebody who looks back for it. */
export function toldOf(asked: LookBack, change: Change): boolean {
  if (asked.of === 'rights') return change.kind === 'setting' || change.kind === 'member';
  if (asked.of !== 'record') return true;
  const row = change.kind === 'record' ? (change.after ?? change.before) : null;
  return row?.module === asked.module && row.id === asked.id;
}

function isLookedFor(asked: LookBack, { sequence, member, outcome, changes }: Entry): boolean {
  if (sequence >= asked.before || (asked.member !== undefined && member !== asked.member)) return false;
  switch (asked.of) {
    case 'all':
      return true;
    case 'refused':
      return outcome !== 'applied';
    default:
      return changes.some((change) => toldOf(asked, change));
  }
}

/** The plain reference of `PortalLog.lookBack`. */
export const lookedBack = (entries: readonly Entry[], asked: LookBack): readonly Entry[] =>
  entries
    .filter((entry) => isLookedFor(asked, entry))
    .slice(-asked.limit)
    .reverse()
    .map((entry) => ({ ...entry, changes: entry.changes.filter((change) => toldOf(asked, change)) }));
