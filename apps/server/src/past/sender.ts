import { z } from 'zod';
import type { Known } from '@genkan/domain/known';
import { memberId } from '@genkan/domain/names';
import type { Entry } from '@genkan/log/portal-log';
import type { Rights } from '../rights.ts';

/** Who sent a command. Null: the operator, or somebody whom the reader is not told of. */
export const sender = z.strictObject({ id: memberId, name: z.string() }).nullable();
export type Sender = z.infer<typeof sender>;

/** Staff are told who it was; a portal user only that it was himself (law 6). */
export function senderOf({ member: reader }: Rights, known: Known, id: string | null): Sender {
  if (id === null || (reader.kind === 'portal-user' && id !== reader.id)) return null;
  const member = id === reader.id ? reader : known.member(id);
  return { id, name: member?.kind === 'staff' ? member.name : (member?.email ?? id) };
}

/** The members to be known by name, among who sent these. */
export const sendersOf = ({ member: reader }: Rights, entries: readonly Pick<Entry, 'member'>[]): readonly string[] =>
  reader.kind === 'staff' ? [...new Set(entries.flatMap(({ member }) => member ?? []))] : [];
