import type { Answer } from '@genkan/actor/answer';
import type { Rejected } from '@genkan/domain/rejected';
import type { WireAnswer } from '@genkan/protocol/messages';

/** An answer as it travels: without its sequence, which no client is told (SEC-4). */
export function wireAnswer(answer: Answer): WireAnswer {
  const { commandId: id, replayed } = answer;
  if (answer.status === 'applied') return { id, status: 'applied', replayed, result: { ...answer.result } };
  const { code, message, issues, conflicts } = answer;
  return { id, status: 'rejected', replayed, code, message, issues: [...issues], conflicts: conflicts.map(plain) };
}

const plain = ({ field, base, mine, theirs }: Rejected['conflicts'][number]) => ({ field, base, mine, theirs });

/** A command that never reached a turn. */
export const refusedAnswer = (id: string, { code, message, issues }: Rejected): WireAnswer => ({
  id,
  status: 'rejected',
  replayed: false,
  code,
  message,
  issues: [...issues],
  conflicts: [],
});
