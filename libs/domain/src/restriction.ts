import type { Known, Question } from './known.ts';

/** Whether any of the records asked for is restricted: stored, and nothing else may be done with it (GDPR 18). */
export const namesRestricted = (questions: readonly Question[], known: Known): boolean =>
  questions.some((question) => question.ask === 'record' && known.record(question.module, question.id)?.restricted);
