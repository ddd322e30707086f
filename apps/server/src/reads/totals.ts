import { z } from 'zod';
import { criteria } from '@genkan/domain/criteria';
import { apiName } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import { judged } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { requestFor, requireVisible, tabOf } from './scoped.ts';

const asked = z.strictObject({ module: apiName, where: criteria.optional() });
const whole = { after: null, limit: 1 } as const;
const numeric = new Set(['integer', 'decimal', 'money', 'percent']);

export const countRead = defineRead({
  name: 'count',
  summary: 'How many records of a module you may see.',
  path: '/records/:module/count',
  input: asked,
  answer: z.strictObject({ count: z.int() }),
  async run({ log, rights: rightsNow }, { module, where }) {
    const { found } = await judged(rightsNow, async (rights) => {
      const request = requestFor(rights, { module, where });
      if (!request) return { head: rights.head, count: 0 };
      return log.count(rights.portal.id, { ...request, ...whole });
    });
    return { head: found.head, answer: { count: found.count } };
  },
});

export const sumRead = defineRead({
  name: 'sum',
  summary: 'The sum of a number field over the records of a module that you may see.',
  path: '/records/:module/sum',
  input: asked.extend({ field: apiName }),
  answer: z.strictObject({ sum: z.number() }),
  async run({ log, rights: rightsNow }, { module, where, field }) {
    const { found } = await judged(rightsNow, async (rights) => {
      requireVisible(tabOf(rights, module), [field]);
      if (!numeric.has(rights.portal.modules[module]?.fields[field]?.type ?? ''))
        throw new Rejected('invalid', 'Only numbers can be summed. Choose a number field.');
      const request = requestFor(rights, { module, where });
      if (!request) return { head: rights.head, sum: 0 };
      return log.sum(rights.portal.id, { ...request, ...whole }, field);
    });
    return { head: found.head, answer: { sum: found.sum } };
  },
});
