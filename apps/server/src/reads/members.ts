import { z } from 'zod';
import type { Member } from '@genkan/domain/members';
import type { SessionAt } from '../deliveries/deliveries.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const session = z.strictObject({ session: z.string(), modules: z.array(z.string()) });
const person = z.strictObject({
  id: z.string(),
  kind: z.enum(['staff', 'portal-user']),
  email: z.string(),
  name: z.string().nullable(),
  userType: z.string().nullable(),
  record: z.strictObject({ module: z.string(), id: z.string() }).nullable(),
  status: z.enum(['active', 'inactive', 'removed']),
  sessions: z.array(session),
});

/** Everybody who is or was a member, connected or not; of who is connected, what is sent to whom. */
export const membersRead = defineRead({
  name: 'members',
  summary: 'The portal’s users and staff, with the sessions they have now and what these are sent.',
  path: '/members',
  input: z.strictObject({}),
  answer: z.strictObject({ members: z.array(person) }),
  async run({ log, rights: rightsNow, deliveries }) {
    const rights = await rightsNow();
    requireRight(rights, 'manage-members');
    const { portal, head } = rights;
    const sessions = await deliveries.sessionsNow(portal.id, head);
    const members = await log.membersAt(portal.id, head);
    return { head, answer: { members: members.map((member) => told(member, sessions)).sort(byId) } };
  },
});

type Told = z.infer<typeof person>;
const byId = (a: Told, b: Told): number => (a.id < b.id ? -1 : 1);

const told = (member: Member, sessions: readonly SessionAt[]): Told => ({
  id: member.id,
  kind: member.kind,
  email: member.email,
  name: member.kind === 'staff' ? member.name : null,
  userType: member.kind === 'portal-user' ? member.userType : null,
  record: member.kind === 'portal-user' ? { module: member.module, id: member.record } : null,
  status: member.status,
  sessions: sessions
    .filter((one) => one.member === member.id)
    .map(({ session: name, modules }) => ({ session: name, modules: [...modules] })),
});
