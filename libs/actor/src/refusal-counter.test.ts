import { expect, test } from '@jest/globals';
import { countRefusal, type RefusalCount } from './refusal-counter.ts';

test('[AC17] twenty refusals a minute are entries, the next says there were more, the others are receipts', () => {
  let count: RefusalCount | undefined;
  const traces: string[] = [];
  const refuse = (at: string): void => {
    const next = countRefusal(count, at);
    count = next.count;
    traces.push(next.trace);
  };
  for (let n = 0; n < 40; n += 1) refuse('2026-01-01T00:00:59.000Z');
  expect(traces.filter((trace) => trace === 'entry')).toHaveLength(20);
  expect(traces[20]).toBe('counter-entry');
  expect(traces.filter((trace) => trace === 'counter-entry')).toHaveLength(1);
  refuse('2026-01-01T00:01:00.000Z');
  expect(traces.at(-1)).toBe('entry');
});
