import type { Question } from '@genkan/domain/known';
import type { Answers } from '@genkan/log/portal-log';

/** What many sessions ask within a loop turn is asked once: a storm of reconnects is one read, not thousands (R1). */
export class GatherSoon {
  readonly #gather: (questions: readonly Question[]) => Promise<Answers>;
  #questions = new Map<string, Question>();
  #next: Promise<Answers> | null = null;

  constructor(gather: (questions: readonly Question[]) => Promise<Answers>) {
    this.#gather = gather;
  }

  ask(questions: readonly Question[]): Promise<Answers> {
    for (const question of questions) this.#questions.set(JSON.stringify(question), question);
    this.#next ??= new Promise<void>((resolve) => setImmediate(resolve)).then(() => {
      const all = [...this.#questions.values()];
      this.#questions = new Map();
      this.#next = null;
      return this.#gather(all);
    });
    return this.#next;
  }
}
