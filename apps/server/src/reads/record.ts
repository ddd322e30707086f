import { z } from 'zod';
import { apiName, recordId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import { view } from '@genkan/protocol/messages';
import { defineRead } from './define-read.ts';
import { see } from './records.ts';
import { tabOf } from './scoped.ts';

export const recordRead = defineRead({
  name: 'record',
  summary: 'One record, as you may see it.',
  path: '/records/:module/:id',
  input: z.strictObject({ module: apiName, id: recordId }),
  answer: view,
  /** Record and rights are of one snapshot; a hidden record takes the same steps as one that never was (SEC-5). */
  async run({ rights: rightsNow }, { module, id }) {
    const rights = await rightsNow([{ ask: 'record', module, id }]);
    tabOf(rights, module);
    const record = rights.known.record(module, id);
    const seen = record && see(rights, record);
    if (!seen) throw new Rejected('not-found');
    return { head: rights.head, answer: seen };
  },
});
