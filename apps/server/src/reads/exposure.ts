import { z } from 'zod';
import { exposed, exposedId } from '@genkan/domain/exposure';
import { exposedFields } from '../exposure/exposed-fields.ts';
import { steadily } from './steadily.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

/** `told`: an entry of the log has said so. */
const field = exposed.extend({ told: z.boolean() });

export const exposureRead = defineRead({
  name: 'exposure',
  summary: 'Which fields are open to more than a number of people.',
  path: '/exposure',
  input: z.strictObject({ people: z.int().min(0).default(0).describe('More than so many') }),
  answer: z.strictObject({
    /** From how many people on it is told in the log; null: never. */
    watched: z.int().nullable(),
    fields: z.array(field),
  }),
  async run({ log, rights: rightsNow }, { people }) {
    const { head, result } = await steadily(log, rightsNow, (known, rights) => {
      requireRight(rights, 'configure');
      const { exposure, exposed: told } = rights.portal;
      const fields = exposedFields(rights.portal, known, people);
      return {
        watched: exposure.people,
        fields: fields.map((one) => ({ ...one, told: Object.hasOwn(told, exposedId(one)) })),
      };
    });
    return { head, answer: result };
  },
});
