import type { z } from 'zod';
import type { Question } from '@genkan/domain/known';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Deliveries } from '../deliveries/deliveries.ts';
import type { Rights } from '../rights.ts';

/** What a read may use; the rights are those of the asking member, and as new as the rows (law 9). */
export type ReadContext = {
  readonly log: PortalLog;
  /** Seals page cursors. */
  readonly key: Buffer;
  /** Who was sent what (P13). */
  readonly deliveries: Pick<Deliveries, 'sessionsAt' | 'sessionsNow' | 'whoReceived'>;
  readonly rights: (also?: readonly Question[]) => Promise<Rights>;
};

/** An answer with the head it was made at. */
export type Found<Answer = unknown> = { readonly head: number; readonly answer: Answer };

type Definition<Schema extends z.ZodType, Answer extends z.ZodType> = {
  readonly name: string;
  readonly summary: string;
  /** Under /api; `:name` stands for the input of that name. */
  readonly path: string;
  readonly input: Schema;
  readonly answer: Answer;
  readonly run: (context: ReadContext, input: z.output<Schema>) => Promise<Found<z.output<Answer>>>;
};

/** One way to look at the portal, for every door alike: routes, documents and the socket's `query` come from it. */
export type Read = Omit<Definition<z.ZodType, z.ZodType>, 'run'> & {
  /** Takes input as it came in. */
  readonly ask: (context: ReadContext, input: unknown) => Promise<Found>;
};

export const defineRead = <Schema extends z.ZodType, Answer extends z.ZodType>({
  run,
  ...read
}: Definition<Schema, Answer>): Read => ({
  ...read,
  ask: async (context, input) => run(context, read.input.parse(input)),
});
