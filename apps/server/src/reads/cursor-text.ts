import { Rejected } from '@genkan/domain/rejected';
import type { PortalCursors } from '@genkan/protocol/cursor';

/** A place in the log as HTTP carries it: ticket and token in one word. */
export const cursorText = (cursors: PortalCursors, member: string, sequence: number): string =>
  `${cursors.ticket(member)}.${cursors.token(sequence)}`;

/** The sequence a member's cursor names; another member's, another portal's and a forged one are unknown alike (SEC-10). */
export function openCursorText(cursors: PortalCursors, member: string, text: string): number {
  const [ticket = '', token = ''] = text.split('.');
  const sequence = cursors.open({ ticket, token }, member, Number.MAX_SAFE_INTEGER);
  if (sequence === null) throw new Rejected('invalid', 'This cursor is unknown. Leave it out.');
  return sequence;
}
