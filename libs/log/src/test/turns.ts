import { randomUUID } from 'node:crypto';
import type { Change, ClaimChange, MemberChange, RecordChange, SettingChange } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Profile } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Entry, PageRequest, PortalLog, Receipt, Turn } from '../portal-log.ts';

export const staff = '00000000-0000-4000-8000-000000000001';
export const uuid = (): string => randomUUID();
export const at = '2026-01-02T03:04:05.678Z';

export const record = (fields: RecordState['fields'] = {}, rest: Partial<RecordState> = {}): RecordState => ({
  id: uuid(),
  module: 'Deals',
  layout: 'Standard',
  fields,
  createdBy: staff,
  owner: null,
  deleted: false,
  restricted: false,
  keys: [],
  ...rest,
});
export const changed = (before: RecordState | null, after: RecordState | null): RecordChange => ({
  kind: 'record',
  before,
  after,
});
export const created = (after: RecordState): RecordChange => changed(null, after);
export const claimed = (scope: string, value: string, holder: string | null): ClaimChange => ({
  kind: 'claim',
  scope,
  value,
  holder,
});
export const profiled = (profile: Partial<Profile>, before: Profile | null = null): SettingChange => ({
  kind: 'setting',
  part: 'profile',
  id: 'profile',
  before,
  after: {
    company: 'Example',
    name: 'Example',
    slug: 'example',
    plan: 'whole',
    currency: 'JPY',
    locale: 'ja',
    zone: 'Asia/Tokyo',
    ...profile,
  },
});
export const portalUser = (rest: Partial<Extract<Member, { kind: 'portal-user' }>> = {}): Member => ({
  kind: 'portal-user',
  id: uuid(),
  email: 'someone@example.com',
  status: 'active',
  sessionsEnded: 0,
  userType: uuid(),
  record: uuid(),
  module: 'Contacts',
  inviter: null,
  ...rest,
});
export const membered = (before: Member | null, after: Member | null): MemberChange => ({
  kind: 'member',
  before,
  after,
});

export const entry = (
  portal: string,
  sequence: number,
  changes: readonly Change[],
  rest: Partial<Entry> = {},
): Entry => ({
  portal,
  sequence,
  command: 'test-command',
  commandId: uuid(),
  member: staff,
  at,
  outcome: 'applied',
  changes,
  ...rest,
});
export const receiptOf = (from: Entry, rest: Partial<Receipt> = {}): Receipt => ({
  member: from.member,
  commandId: from.commandId,
  command: from.command,
  salt: 'c2FsdA==',
  inputHash: 'aGFzaA==',
  outcome: from.outcome,
  sequence: from.sequence,
  result: { id: 'r1' },
  fields: ['Stage'],
  at: from.at,
  ...rest,
});

/** A turn of one entry for each list of changes, each with its receipt. */
export function turn(portal: string, head: number, ...entries: readonly (readonly Change[])[]): Turn {
  const made = entries.map((changes, i) => entry(portal, head + 1 + i, changes));
  return { portal, head, entries: made, receipts: made.map((one) => receiptOf(one)) };
}

/** Appends entries at the present head, one for each list of changes. */
export async function write(
  log: PortalLog,
  portal: string,
  ...entries: readonly (readonly Change[])[]
): Promise<number> {
  const head = await log.head(portal);
  const appended = await log.append(turn(portal, head, ...entries));
  if (appended !== 'committed') throw new Error(`not committed: ${JSON.stringify(appended)}`);
  return head + entries.length;
}

export const request = (rest: Partial<PageRequest> = {}, scope: Partial<PageRequest['scope']> = {}): PageRequest => ({
  scope: { module: 'Deals', keys: ['*'], layouts: ['Standard'], criteria: null, withRestricted: true, ...scope },
  where: null,
  orderBy: [],
  visible: null,
  after: null,
  limit: 200,
  ...rest,
});
