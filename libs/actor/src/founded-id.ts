import { hash } from 'node:crypto';
import type { CommandRequest } from './answer.ts';

/**
 * The id of the portal that a `create-portal` founds: made from the sender's random command id, so that a repeat
 * founds nothing twice (law 1) and finds its receipt in the log of the portal it founded. A UUID of version 4 in form.
 */
export function foundedId({
  portal,
  member,
  commandId,
}: Pick<CommandRequest, 'portal' | 'member' | 'commandId'>): string {
  const hex = hash(
    'sha256',
    JSON.stringify(['portal', member === null ? null : portal, member, commandId.toLowerCase()]),
  );
  const variant = '89ab'[Number.parseInt(hex.slice(16, 17), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
