import type { WireAnswer } from '@genkan/protocol/messages';
import type { Session } from './session.ts';

type Early = { readonly session: Session; readonly sequence: number; readonly answer: WireAnswer };

/** Answers that were there before the tail had brought the entry they belong to: they leave behind its effects. */
export class EarlyAnswers {
  #waiting: readonly Early[] = [];

  add(session: Session, sequence: number, answer: WireAnswer): void {
    this.#waiting = [...this.#waiting, { session, sequence, answer }];
  }

  /** Those whose entry has been dealt with by now. */
  take(head: number): readonly Early[] {
    if (this.#waiting.length === 0) return this.#waiting;
    const due = this.#waiting.filter(({ sequence }) => sequence <= head);
    this.#waiting = this.#waiting.filter(({ sequence }) => sequence > head);
    return due;
  }
}
