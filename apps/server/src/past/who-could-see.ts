import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { PortalLog } from '@genkan/log/portal-log';
import { seenBy } from '@genkan/realtime/acquaintance';
import { eyesAt } from './eyes-at.ts';

export type Seer = { readonly member: Member; readonly view: View };
type Asked = {
  readonly portal: Portal;
  readonly sequence: number;
  readonly record: RecordState;
  /** Only who saw this field of it; null: who saw the record. */
  readonly field: string | null;
};

/** Members judged in one go. */
const atOnce = 500;

/** Who of these members saw a record as it was then, in their order, until there are enough of them. */
export async function whoCouldSee(
  log: PortalLog,
  { portal, sequence, record, field }: Asked,
  members: readonly Member[],
  enough: number,
): Promise<readonly Seer[]> {
  const seers: Seer[] = [];
  const active = members.filter(({ status }) => status === 'active');
  for (let from = 0; from < active.length && seers.length < enough; from += atOnce) {
    const some = active.slice(from, from + atOnce);
    const eyes = await eyesAt(log, portal, some, sequence);
    for (const member of some) {
      const rules = eyes.get(member.id);
      const view = rules ? seenBy(rules, record) : null;
      if (view && (field === null || Object.hasOwn(view.fields, field))) seers.push({ member, view });
    }
  }
  return seers.slice(0, enough);
}
