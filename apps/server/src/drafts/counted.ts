import { draftedPortal, draftNamed } from '@genkan/domain/drafted';
import type { PortalLog } from '@genkan/log/portal-log';
import { requireRight } from '../reads/log-entries.ts';
import { steadily } from '../reads/steadily.ts';
import type { Rights } from '../rights.ts';
import { differences, type Difference } from './compared.ts';

/** What a draft would open and close: of whom, and at which sequence it was counted. Members without a difference are left out. */
export type Counted = {
  readonly sequence: number;
  readonly userTypes: readonly string[];
  /** In the order of their ids. */
  readonly members: readonly { readonly member: string; readonly userType: string; readonly difference: Difference }[];
};

const some = (difference: Difference): boolean => Object.values(difference).some((count) => count > 0);

async function count(log: PortalLog, rightsNow: () => Promise<Rights>, id: string): Promise<Counted> {
  const { head: sequence, result } = await steadily(log, rightsNow, (known, rights) => {
    requireRight(rights, 'configure');
    const draft = draftNamed(rights.portal, id);
    const types = Object.keys(draft.userTypes).map((userType) => ({
      userType,
      members: known.membersOf(userType).filter(({ status }) => status === 'active'),
    }));
    return { before: rights.portal, after: draftedPortal(rights.portal, draft), types };
  });
  const { types, ...portals } = result;
  const found = [];
  for (const { userType, members } of types) {
    const differ = await differences(log, { ...portals, members, sequence });
    for (const [member, difference] of differ) if (some(difference)) found.push({ member, userType, difference });
  }
  const members = found.sort((a, b) => (a.member < b.member ? -1 : 1));
  return { sequence, userTypes: types.map(({ userType }) => userType), members };
}

const mostKept = 20;
/** What was counted lately, by the log it was counted in: the pages that follow the first come from the same count. */
const lately = new WeakMap<PortalLog, Map<string, Counted>>();

/**
 * The count of a draft: for the first page (`sequence` null) as the log is now, for a later one as it was for the first. What is
 * not kept any more, or was counted by another node, is counted anew.
 */
export async function countedDraft(
  log: PortalLog,
  rightsNow: () => Promise<Rights>,
  draft: string,
  sequence: number | null,
): Promise<Counted> {
  const { portal, head } = await rightsNow();
  const kept = lately.get(log) ?? new Map<string, Counted>();
  lately.set(log, kept);
  const name = (at: number): string => `${portal.id}/${draft}/${at}`;
  const found = kept.get(name(sequence ?? head));
  if (found) return found;
  const counted = await count(log, rightsNow, draft);
  kept.set(name(counted.sequence), counted);
  const [oldest] = kept.keys();
  if (kept.size > mostKept && oldest !== undefined) kept.delete(oldest);
  return counted;
}
