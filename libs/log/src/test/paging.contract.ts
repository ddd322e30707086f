import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Logs } from './logs.ts';
import { MemoryLog } from '../memory-log.ts';
import type { PageRequest, PortalLog } from '../portal-log.ts';
import { changed, created, record, request, turn, uuid, write } from './turns.ts';

const someValue = fc.constantFrom(
  null,
  0,
  -1,
  2,
  10,
  0.1,
  0.30000000000000004,
  1e21,
  'a',
  'B',
  'é',
  'z',
  '',
  '\uffff',
  '😀',
  '10',
  true,
  false,
  ['a'],
  ['a', 'b"'],
);
const someRecord = fc
  .record({
    A: someValue,
    B: someValue,
    layout: fc.constantFrom('Standard', 'Other'),
    keys: fc.subarray(['Agent:1', 'Agent:2']),
    deleted: fc.boolean(),
    restricted: fc.constantFrom(false, false, true),
  })
  .map(({ A, B, ...rest }) => record({ A, B }, { ...rest, deleted: rest.deleted && A === null }));
const someOrder = fc.uniqueArray(
  fc.tuple(fc.constantFrom('A', 'B', 'Missing'), fc.constantFrom('asc' as const, 'desc' as const)),
  {
    selector: ([field]) => field,
    maxLength: 2,
  },
);
const layouts = ['Standard', 'Other'];
const someVisible = fc.constantFrom<PageRequest['visible']>(
  null,
  new Map([
    ['Standard', new Set(['A', 'B'])],
    ['Other', new Set(['B'])],
  ]),
  new Map([['Standard', new Set<string>()]]),
);
const someWhere = fc.constantFrom<PageRequest['where']>(
  null,
  { field: 'A', is: 'is', value: null },
  { field: 'A', is: 'is-not', value: 'a' },
  {
    or: [
      { field: 'B', is: 'at-least', value: 2 },
      { field: 'A', is: 'in', value: ['a', 'z'] },
    ],
  },
  {
    and: [
      { field: 'A', is: 'not-empty' },
      { field: 'B', is: 'less', value: 'z' },
    ],
  },
);

/** Every row of a request, read page by page. */
async function allPages(log: PortalLog, portal: string, asked: PageRequest, between = async () => {}) {
  const rows = [];
  for (let after: PageRequest['after'] = null; ;) {
    const page = await log.page(portal, { ...asked, after });
    rows.push(...page.rows);
    const last = page.rows.at(-1);
    if (!page.more || last === undefined) return rows;
    const seen = (field: string) => asked.visible === null || asked.visible.get(last.layout)?.has(field);
    after = {
      values: asked.orderBy.map(([field]) => (seen(field) ? (last.fields[field] ?? null) : null)),
      id: last.id,
    };
    await between();
  }
}

/** Pages, counts and sums: the same rows in the same order on every database. */
export function describePaging(open: Logs): void {
  test('[LG14] pages, counts and sums are those of the plain reference, whatever is asked', async () => {
    const log = open();
    const asked = fc.record({
      orderBy: someOrder,
      visible: someVisible,
      where: someWhere,
      limit: fc.integer({ min: 1, max: 7 }),
    });
    const keys = fc.constantFrom(['*'], ['Agent:1'], ['Agent:1', 'Agent:2'], []);
    await fc.assert(
      fc.asyncProperty(fc.array(someRecord, { maxLength: 12 }), asked, keys, async (records, rest, held) => {
        const portal = uuid();
        const reference = new MemoryLog();
        const made = turn(portal, 0, records.map(created));
        await log.append(made);
        await reference.append(made);
        const own = records[0] === undefined ? [] : [`=${records[0].id}`];
        const wanted = request(rest, {
          layouts,
          keys: [...held, ...own],
          criteria: { field: 'B', is: 'is-not', value: true },
        });
        const rows = await allPages(reference, portal, wanted);
        expect(await allPages(log, portal, wanted)).toEqual(rows);
        expect(rows).toEqual((await reference.page(portal, { ...wanted, limit: 200 })).rows);
        expect(await log.count(portal, wanted)).toEqual({ head: 1, count: rows.length });
        expect(await log.sum(portal, wanted, 'A')).toEqual(await reference.sum(portal, wanted, 'A'));
      }),
      { numRuns: 60 },
    );
  }, 60_000);

  test('[LG15] text is in code-point order, nulls last going up and first going down, ties by id', async () => {
    const log = open();
    const portal = uuid();
    const names = ['b', 'a', 'B', '😀', '\uffff', null, 'é', 'a'];
    const records = names.map((Name) => record({ Name }));
    await write(log, portal, records.map(created));
    const read = async (direction: 'asc' | 'desc') =>
      (await log.page(portal, request({ orderBy: [['Name', direction]] }))).rows;
    const up = await read('asc');
    expect(up.map((row) => row.fields['Name'])).toEqual(['B', 'a', 'a', 'b', 'é', '\uffff', '😀', null]);
    expect((await read('desc')).map((row) => row.fields['Name'])).toEqual([
      null,
      '😀',
      '\uffff',
      'é',
      'b',
      'a',
      'a',
      'B',
    ]);
    expect([up[1]!.id, up[2]!.id]).toEqual([records[1]!.id, records[7]!.id].sort());
  });

  test('[LG16] pages behind a place neither repeat nor miss a row that stayed, whatever is inserted meanwhile', async () => {
    const log = open();
    const portal = uuid();
    const amount = () => Math.floor(Math.random() * 5);
    const before = Array.from({ length: 40 }, () => record({ Amount: amount() }));
    await write(log, portal, before.map(created));
    const insert = async () =>
      void (await write(log, portal, [created(record({ Amount: amount() })), created(record({}))]));
    const rows = await allPages(log, portal, request({ orderBy: [['Amount', 'desc']], limit: 7 }), insert);
    const ids = rows.map((row) => row.id);
    expect(new Set(ids).size).toBe(ids.length);
    for (const one of before) expect(ids).toContain(one.id);
  });

  test('[LG17] a page tells the head it was read at and the sequence that last changed each row', async () => {
    const log = open();
    const portal = uuid();
    const [one, two] = [record({ A: 1 }), record({ A: 2 })];
    await write(log, portal, [created(one)], [created(two)], [changed(one, { ...one, fields: { A: 3 } })]);
    const { head, rows, more } = await log.page(portal, request({ orderBy: [['A', 'asc']] }));
    expect([head, more]).toEqual([3, false]);
    expect(rows.map(({ fields, sequence }) => [fields['A'], sequence])).toEqual([
      [2, 2],
      [3, 3],
    ]);
    expect(await log.page(portal, request({}, { keys: [] }))).toEqual({ head: 3, rows: [], more: false });
    expect(await log.page(uuid(), request())).toEqual({ head: 0, rows: [], more: false });
    expect(await log.count(uuid(), request())).toEqual({ head: 0, count: 0 });
    expect(await log.sum(uuid(), request(), 'A')).toEqual({ head: 0, sum: 0 });
  });

  test('[LG18] a sum adds decimals exactly and takes what is no number, or hidden, for nothing', async () => {
    const log = open();
    const portal = uuid();
    const values = [0.1, 0.2, 0.3, 1_000_000_000.55, -0.05, null, 'text', true];
    await write(log, portal, [
      ...values.map((A) => created(record({ A }))),
      created(record({ A: 5 }, { layout: 'Other' })),
    ]);
    const visible = new Map([
      ['Standard', new Set(['A'])],
      ['Other', new Set(['B'])],
    ]);
    expect((await log.sum(portal, request({ visible }, { layouts }), 'A')).sum).toBe(1_000_000_001.1);
    expect((await log.sum(portal, request({}, { layouts }), 'A')).sum).toBe(1_000_000_006.1);
  });

  test('[LG19] a record met by several keys is one row, and a deleted one is none', async () => {
    const log = open();
    const portal = uuid();
    const twice = record({}, { keys: ['Agent:1', 'Account:2'] });
    const deleted = record({}, { keys: ['Agent:1'], deleted: true });
    await write(log, portal, [created(twice), created(deleted)]);
    const wanted = request({}, { keys: ['Agent:1', 'Account:2', `=${twice.id}`] });
    expect((await log.page(portal, wanted)).rows.map((row) => row.id)).toEqual([twice.id]);
    expect((await log.count(portal, wanted)).count).toBe(1);
  });

  test('[LG30] a count goes no further than it is told to', async () => {
    const log = open();
    const portal = uuid();
    await write(log, portal, [created(record({})), created(record({})), created(record({}))]);
    const counts = await Promise.all([2, 3, 4].map(async (most) => (await log.count(portal, request(), most)).count));
    expect(counts).toEqual([2, 3, 3]);
  });
}
