import { z } from 'zod';
import type { Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import { memberId } from '@genkan/domain/names';
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

/** Portal users by their types, and everybody who is connected; staff who are not connected are listed if they are asked for. */
export const membersRead = defineRead({
  name: 'members',
  summary: 'The portal’s users and everybody who is connected, with their sessions and what these are sent.',
  path: '/members',
  /** `also`: members of whom something is known but that they are, such as who issued a command. */
  input: z.strictObject({ also: z.array(memberId).max(100).default([]) }),
  answer: z.strictObject({ members: z.array(person) }),
  async run({ log, rights: rightsNow, deliveries }, { also }) {
    const rights = await rightsNow();
    requireRight(rights, 'manage-members');
    const { portal, head } = rights;
    const sessions = await deliveries.sessionsAt(portal.id, head);
    const types = Object.keys(portal.userTypes);
    const connected = [...new Set([rights.member.id, ...sessions.map(({ member }) => member), ...also])];
    const { known } = await log.gather(portal.id, [
      ...types.map((userType): Question => ({ ask: 'members-of', userType })),
      ...connected.map((id): Question => ({ ask: 'member', id })),
    ]);
    const users = types.flatMap((type) => known.membersOf(type));
    const others = connected.flatMap((id) => known.member(id) ?? []);
    const members = [...new Map([...users, ...others].map((member) => [member.id, member])).values()];
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
