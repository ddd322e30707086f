import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { canariesIn, of, smallPortal, step, take, views, type Small, type Step, type Views } from './small-portal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const runs = Number(process.env['GENKAN_PAST_RUNS'] ?? 30);

/** The whole history as a member reads it, page by page. */
async function historyOf({ id }: Small, member: string, deal: string, limit: number): Promise<Loose[]> {
  const steps: Loose[] = [];
  for (let cursor: string | null | undefined; cursor !== null;) {
    const input = { module: 'Deals', id: deal, limit, ...(cursor === undefined ? {} : { cursor }) };
    const page = await asked(server, id, member, 'field-history', input);
    if ('code' in page) return page.code;
    steps.push(...page.steps);
    expect(page.steps.length).toBe(page.next === null ? page.steps.length : limit); // full, whatever is hidden
    cursor = page.next;
  }
  return steps;
}

const changes = (small: Small, one: Step, deal: string): boolean =>
  (one.do === 'deal' || one.do === 'delete' || one.do === 'restore') && of(small.deals, one.pick) === deal;

/** What a reader is told of a change, from what he saw before and after it alone, in the fields he sees now. */
function toldOf(seen: Loose, shown: Loose, now: Loose): Loose[] {
  if (!seen && !shown) return [];
  if (!shown) return [{ op: 'remove', fields: {} }];
  const fields: Loose = {};
  for (const name of Object.keys(shown.fields).filter((field) => field in now.fields)) {
    const after = shown.fields[name];
    if (!seen || !(name in seen.fields)) fields[name] = { after };
    else if (seen.fields[name] !== after) fields[name] = { before: seen.fields[name], after };
  }
  const op = seen ? 'patch' : 'put';
  return op === 'patch' && Object.keys(fields).length === 0 ? [] : [{ op, fields }];
}

test('[SV61] [SEC-2] a history is the differences of what its reader saw as it happened, and holds no canary he could not see', async () => {
  let [nth, told, values] = [0, 0, 0];
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 6, maxLength: 16 }),
      fc.integer({ min: 1, max: 5 }),
      async (steps, limit) => {
        const small = await smallPortal(server, `small-${++nth}`);
        const recorded: Views[] = [await views(server, small)];
        for (const one of steps) {
          await take(small, one);
          recorded.push(await views(server, small));
        }
        const last = recorded.at(-1)!;
        for (const member of small.members)
          for (const deal of small.deals) {
            const name = `${deal} ${member}`;
            const history = await historyOf(small, member, deal, limit);
            const status = (await asked(server, small.id, member, 'record', { module: 'Deals', id: deal })).code;
            if (!last[name]) {
              expect(history).toBe(status);
              continue;
            }
            const expected = steps.flatMap((one, n) =>
              changes(small, one, deal) ? toldOf(recorded[n]![name], recorded[n + 1]![name], last[name]) : [],
            );
            const found = history.map(({ op, fields }) => ({ op, fields }));
            expect(found.slice(0, expected.length)).toEqual(expected.reverse());
            expect(found.length - expected.length).toBeLessThanOrEqual(1); // its creation, where he was there
            const bytes = JSON.stringify(history);
            const saw = canariesIn(JSON.stringify(recorded.map((then) => then[name] ?? null)));
            expect([...canariesIn(bytes)].filter((one) => !saw.has(one))).toEqual([]);
            for (const { by, sequence, command } of history)
              expect([by, sequence, command]).toEqual([null, null, null]);
            told += expected.length;
            values += canariesIn(bytes).size;
          }
      },
    ),
    { numRuns: runs },
  );
  // Enough was told for the comparisons to mean something; how much is chance.
  expect(told).toBeGreaterThan(runs / 3);
  expect(values).toBeGreaterThan(runs / 3);
}, 600_000);
