import { NotGathered, type Known, type Question } from '@genkan/domain/known';

/** The part of `Known` that keys are computed from. */
export type Rows = Pick<Known, 'record' | 'referring'>;

/**
 * Runs computations as far as the answers reach and says what they asked, answered or not: asked again with the
 * answers until nothing new comes up, it has gathered exactly what the computations read.
 */
export function questionsOf(known: Rows, computations: readonly ((known: Rows) => unknown)[]): readonly Question[] {
  const asked = new Map<string, Question>();
  const note = (question: Question): void => void asked.set(JSON.stringify(question), question);
  const noting: Rows = {
    record(module, id) {
      note({ ask: 'record', module, id });
      return known.record(module, id);
    },
    referring(module, field, id) {
      note({ ask: 'referring', module, field, id });
      return known.referring(module, field, id);
    },
  };
  for (const compute of computations) {
    try {
      compute(noting);
    } catch (error) {
      if (!(error instanceof NotGathered)) throw error;
    }
  }
  return [...asked.values()];
}
