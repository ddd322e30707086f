import { NotGathered, type Question } from '@genkan/domain/known';

/** Thrown where a command turns out to need more than was gathered: all of it at once, so that one read answers it. */
export class Missing extends Error {
  readonly questions: readonly Question[];
  constructor(questions: readonly Question[]) {
    super(`${questions.length} questions were not gathered.`);
    this.questions = questions;
  }
}

/** What an error says was not gathered; null: it is another error. */
export const missingFrom = (error: unknown): readonly Question[] | null =>
  error instanceof Missing ? error.questions : error instanceof NotGathered ? [error.question] : null;
