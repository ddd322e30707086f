import type { WireAnswer } from '@genkan/protocol/messages';

/** An answer that waits for its frame, as it is going to be sent. Its text counts as unsent (P9). */
export type WaitingAnswer = { readonly answer: WireAnswer; readonly text: string };

/** What keeping one costs beside its text, in bytes. */
const overhead = 256;

export const waitingAnswer = (answer: WireAnswer): WaitingAnswer => ({ answer, text: JSON.stringify(answer) });

/** Conflicts hold values as the rules of that time showed them: under others they are left out. */
export const withoutConflicts = (waiting: WaitingAnswer): WaitingAnswer =>
  waiting.answer.status === 'rejected' && waiting.answer.conflicts.length > 0
    ? waitingAnswer({ ...waiting.answer, conflicts: [] })
    : waiting;

export const bytesOf = (answers: readonly WaitingAnswer[]): number =>
  answers.reduce((sum, { text }) => sum + text.length + overhead, 0);
