import { z } from 'zod';
import { abilityOf } from '@genkan/access/compile';
import { apiName, userTypeId } from '@genkan/domain/names';
import { steadily } from './steadily.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const exposed = z.strictObject({
  module: apiName,
  field: apiName,
  /** Active members who reach the module and are shown the field on one of its layouts. */
  people: z.int(),
  userTypes: z.array(userTypeId),
  /** One of the types meets every record of the module. */
  everyRecord: z.boolean(),
});

export const exposureRead = defineRead({
  name: 'exposure',
  summary: 'Which fields are open to more than a number of people.',
  path: '/exposure',
  input: z.strictObject({ people: z.int().min(0).default(0).describe('More than so many') }),
  answer: z.strictObject({ fields: z.array(exposed) }),
  async run({ log, rights: rightsNow }, { people: more }) {
    const { head, result } = await steadily(log, rightsNow, (known, rights) => {
      requireRight(rights, 'configure');
      const fields = new Map<string, z.infer<typeof exposed>>();
      for (const type of Object.keys(rights.portal.userTypes)) {
        const members = known.membersOf(type).filter(({ status }) => status === 'active');
        const [first] = members;
        if (!first) continue;
        for (const { module, layouts, reaches } of abilityOf(rights.portal, first).tabs.values()) {
          if (reaches.length === 0) continue;
          const all = reaches.some(({ meets }) => meets.kind === 'all');
          for (const field of new Set([...layouts.values()].flatMap((visible) => [...visible]))) {
            const name = `${module}.${field}`;
            const found = fields.get(name) ?? { module, field, people: 0, userTypes: [], everyRecord: false };
            const people = found.people + members.length;
            const everyRecord = found.everyRecord || all;
            fields.set(name, { ...found, people, everyRecord, userTypes: [...found.userTypes, type] });
          }
        }
      }
      return [...fields.values()].filter(({ people }) => people > more);
    });
    const fields = result.sort(
      (a, b) => b.people - a.people || (`${a.module}.${a.field}` < `${b.module}.${b.field}` ? -1 : 1),
    );
    return { head, answer: { fields } };
  },
});
