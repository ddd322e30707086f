import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { MemoryLog } from '../memory-log.ts';
import type { Logs } from './logs.ts';
import { created, record, turn, uuid } from './turns.ts';

const ids = [uuid(), uuid(), uuid(), uuid()];
/** Keys that nobody holds: so many that the records are walked, and not looked up. */
const nobodys = Array.from({ length: 501 }, (_, n) => `Agent:nobody-${n}`);
const anyKeys = fc
  .tuple(fc.subarray(['*', 'Agent:1', 'Agent:2', '+maker', `=${ids[0]}`, `=${ids[1]}`]), fc.boolean())
  .map(([keys, many]) => [...keys, ...(many ? nobodys : [])]);
const scope = fc.option(
  fc.record({
    module: fc.constant('Deals'),
    keys: fc.constant([]),
    layouts: fc.subarray(['Standard', 'Short']),
    withRestricted: fc.boolean(),
    criteria: fc.constantFrom(null, { field: 'A', is: 'more' as const, value: 1 }),
  }),
);
const anyRecord = fc.record({
  layout: fc.constantFrom('Standard', 'Short'),
  deleted: fc.boolean(),
  keys: fc.subarray(['+maker', 'Agent:1', 'Agent:2', 'Product:1']),
  restricted: fc.boolean(),
  fields: fc.record({ A: fc.constantFrom(0, 2, null) }),
});

/** What a draft would open and close, counted. */
export function describeTally(open: Logs): void {
  test('[LG37] records met before and after are counted for each group as one by one', async () => {
    const log = open();
    await fc.assert(
      fc.asyncProperty(
        fc.array(anyRecord, { maxLength: 4 }),
        fc.array(fc.record({ before: anyKeys, after: anyKeys }), { maxLength: 3 }),
        scope,
        scope,
        async (records, groups, before, after) => {
          const portal = uuid();
          const reference = new MemoryLog();
          const rows = records.map(({ fields, ...rest }, n) => record(fields, { id: ids[n]!, ...rest }));
          const one = turn(portal, 0, rows.map(created));
          await log.append(one);
          await reference.append(one);
          const request = { module: 'Deals', before, after, groups };
          const sorted = (found: Awaited<ReturnType<typeof log.tally>>) =>
            found.rows.map((row) => JSON.stringify(Object.entries(row).sort())).sort();
          expect(sorted(await log.tally(portal, request))).toEqual(sorted(await reference.tally(portal, request)));
        },
      ),
      { numRuns: 40 },
    );
  }, 60_000);
}
