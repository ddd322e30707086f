import { expect, test } from '@jest/globals';
import { explainedCases } from './test/explained-cases.ts';
import { whyUnseen } from './explain.ts';
import { maskOf } from './mask.ts';
import { view } from './view.ts';

test.each(explainedCases)('[VW9] a record is not seen because of: %s', (why, { ability, keys }, record) => {
  expect(whyUnseen(ability, keys, record)).toBe(why === 'seen' ? null : why);
  expect(view(ability, record, maskOf(keys, record)) === null).toBe(why !== 'seen');
});
