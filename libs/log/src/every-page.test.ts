import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { everyPage, everyRow, pageBehind, wholeModule } from './every-page.ts';
import { MemoryLog } from './memory-log.ts';
import { changed, created, record, request, turn, uuid, write } from './test/turns.ts';

const deals = wholeModule('Deals', ['Standard']);

/** A portal with so many deals, in order of their ids. */
async function filled(count: number) {
  const [log, portal] = [new MemoryLog(), uuid()];
  const records = Array.from({ length: count }, (_, n) => record({ N: n })).sort((a, b) => (a.id < b.id ? -1 : 1));
  await log.append(turn(portal, 0, records.map(created)));
  return { log, portal, records };
}

test('[LG16] a walk meets each record that stays exactly once, in order, whatever comes and goes meanwhile', async () => {
  const meanwhile = fc.array(fc.constantFrom('come', 'go', 'stay'), { maxLength: 6 });
  await fc.assert(
    fc.asyncProperty(fc.nat(12), fc.integer({ min: 1, max: 5 }), meanwhile, async (count, limit, moves) => {
      const { log, portal, records } = await filled(count);
      const gone = new Set<string>();
      const met: string[] = [];
      let page = 0;
      for await (const { rows, head } of everyPage(log, portal, deals, limit)) {
        expect(head).toBe(await log.head(portal));
        expect(rows.length).toBeLessThanOrEqual(limit);
        met.push(...rows.map(({ id }) => id));
        const move = moves[page++];
        const leaver = records.findLast(({ id }) => !gone.has(id));
        if (move === 'come') await write(log, portal, [created(record({ N: -1 }))]);
        if (move === 'go' && leaver) await write(log, portal, [changed(leaver, { ...leaver, deleted: true })]);
        if (move === 'go' && leaver) gone.add(leaver.id);
      }
      expect(met).toEqual([...new Set(met)].sort());
      const stayed = records.map(({ id }) => id).filter((id) => !gone.has(id));
      expect(met.filter((id) => stayed.includes(id))).toEqual(stayed);
    }),
  );
});

test('[LG16] a walk ends with the page that has nothing behind it', async () => {
  const { log, portal } = await filled(4);
  const sizes: number[] = [];
  for await (const { rows } of everyPage(log, portal, deals, 2)) sizes.push(rows.length);
  expect(sizes).toEqual([2, 2]);
  for await (const { rows } of everyPage(log, portal, wholeModule('Cases', []), 2)) sizes.push(rows.length);
  expect(sizes).toEqual([2, 2, 0]);
});

test('[LG16] a walk row by row is the walk page by page, and can begin behind an id', async () => {
  const { log, portal, records } = await filled(5);
  const rows = [];
  for await (const row of everyRow(log, portal, deals, 2)) rows.push(row);
  expect(rows).toEqual((await log.page(portal, request())).rows);
  const rest = await log.page(portal, pageBehind(deals, records[2]?.id ?? '', 9));
  expect(rest.rows.map(({ id }) => id)).toEqual(records.slice(3).map(({ id }) => id));
});

test('[LG19] a whole module holds what is restricted, of every layout, and nothing that is deleted', async () => {
  const [log, portal] = [new MemoryLog(), uuid()];
  const kept = [record({}, { restricted: true }), record({}, { layout: 'Other' })];
  await log.append(turn(portal, 0, [...kept, record({}, { deleted: true })].map(created)));
  const { rows } = await log.page(portal, pageBehind(wholeModule('Deals', ['Standard', 'Other']), null, 9));
  expect(rows.map(({ id }) => id)).toEqual(kept.map(({ id }) => id).sort());
  const unnamed = await log.page(portal, pageBehind(wholeModule('Deals', []), null, 9));
  expect(unnamed.rows).toEqual([]);
});
