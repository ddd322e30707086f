import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { smallPortal, step, take, views, type Small, type Views } from './small-portal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

async function viewsAt({ id, administrator, members, deals }: Small, at: number): Promise<Views> {
  const seen: Record<string, Loose> = {};
  for (const deal of deals) {
    const found = await asked(server, id, administrator, 'who-could-see', { module: 'Deals', id: deal, at });
    for (const { member, view } of found.members ?? []) if (members.includes(member)) seen[`${deal} ${member}`] = view;
  }
  return seen;
}

test('[G-37] what is told of who could see a record at a sequence is what they saw at it', async () => {
  let seen = 0;
  let nth = 0;
  await fc.assert(
    fc.asyncProperty(fc.array(step, { minLength: 4, maxLength: 14 }), async (steps) => {
      const small = await smallPortal(server, `small-${++nth}`);
      const recorded = new Map<number, Views>();
      for (const one of steps) {
        await take(small, one);
        recorded.set(await server.house.log.head(small.id), await views(server, small));
      }
      for (const [sequence, then] of recorded) {
        expect(await viewsAt(small, sequence)).toEqual(then);
        for (const member of small.members) {
          const { rows } = await asked(server, small.id, small.administrator, 'records-at', {
            module: 'Deals',
            member,
            at: sequence,
          });
          const own = Object.entries(then)
            .filter(([name]) => name.endsWith(member))
            .map(([, view]) => view);
          expect(rows).toEqual(own.sort((a, b) => (a.id < b.id ? -1 : 1)));
        }
        seen += Object.keys(then).length;
      }
    }),
    { numRuns: Number(process.env['GENKAN_PAST_RUNS'] ?? 50) },
  );
  expect(seen).toBeGreaterThan(200);
}, 600_000);
