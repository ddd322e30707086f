import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { rowOrder } from './order.ts';
import { picked } from './picker.ts';
import { Replica } from './replica.ts';
import type { Delta, LiveQuery, LiveSpec } from './live-query.ts';
import type { Row } from './held.ts';
import { SeenHistory } from './test/portal-model.ts';
import { entry } from './test/views.ts';
import { matcher } from './where.ts';

const module = 'Deals';
const ids = Array.from({ length: 8 }, (_, at) => `r${at}`);
const field = fc.constantFrom('Name', 'Stage', 'Amount');
const spec: fc.Arbitrary<LiveSpec> = fc.record(
  {
    where: fc.oneof(
      fc.record({ Stage: fc.record({ in: fc.constant(['New', 'Won', null]) }) }),
      fc.record({ Amount: fc.record({ gte: fc.nat(3) }) }),
      fc.record({ Name: fc.constant('Won') }),
    ),
    orderBy: fc.array(fc.tuple(field, fc.constantFrom('asc' as const, 'desc' as const)), { maxLength: 2 }),
    limit: fc.integer({ min: 1, max: 5 }),
  },
  { requiredKeys: [] },
);

function filled(entries: Parameters<SeenHistory['add']>[0][]): { replica: Replica; history: SeenHistory } {
  const history = new SeenHistory();
  entries.forEach((each) => history.add(each));
  const replica = new Replica(() => 'live');
  replica.expect(module);
  replica.snapshot(module, [], false);
  return { replica, history };
}

/** The answer from scratch: what the increments must never differ from. */
function fromScratch(replica: Replica, { where, orderBy = [], limit = Infinity }: LiveSpec): Row[] {
  const rows = [...replica.store.rows(module)].map(({ row }) => replica.shown(module, row.id)!.row);
  return rows.filter(matcher(where)).sort(rowOrder(orderBy)).slice(0, limit);
}

describe('a live list', () => {
  test('[SD5] is what its filter, order and limit give, after every message', () => {
    fc.assert(
      fc.property(
        fc.array(entry(ids), { minLength: 1, maxLength: 10 }),
        fc.array(spec, { minLength: 1 }),
        (entries, specs) => {
          const { replica, history } = filled(entries);
          const queries = specs.map((each) => ({ each, query: replica.live(module, each, () => {}) }));
          for (let at = 0; at < history.head; at++) {
            replica.frame(history.difference(module, at, at + 1));
            for (const { each, query } of queries) {
              expect(query.get().rows).toEqual(fromScratch(replica, each));
              expect(query.get().total).toBe(fromScratch(replica, { ...each, limit: Infinity }).length);
            }
          }
        },
      ),
    );
  });

  test('[SD5] is right when many rows move at once, in pages and in one frame', () => {
    const { replica } = filled([]);
    const order: LiveSpec = { orderBy: [['Amount', 'desc']], where: { Amount: { gte: 100 } } };
    const query = replica.live(module, order, () => {});
    const views = Array.from({ length: 500 }, (_, at) => ({
      id: `r${at}`,
      layout: 'Standard',
      may: 0,
      fields: { Amount: (at * 7919) % 1000 },
    }));
    replica.reset(null);
    replica.snapshot(module, views.slice(0, 250), true);
    replica.snapshot(module, views.slice(250), false);
    expect(query.get().rows).toEqual(fromScratch(replica, order));
    replica.frame(views.slice(0, 300).map(({ id }, at) => ({ op: 'patch', module, id, fields: { Amount: at } })));
    expect(query.get().rows).toEqual(fromScratch(replica, order));
    replica.forget(module);
    expect(query.get().rows).toEqual([]);
  });

  test('[SD8] folding its deltas gives the list', async () => {
    await fc.assert(
      fc.asyncProperty(fc.array(entry(ids), { maxLength: 8 }), spec, async (entries, each) => {
        const { replica, history } = filled(entries);
        const query = replica.live(module, { ...each, limit: Infinity }, () => {});
        const seen = collect(query);
        for (let at = 0; at < history.head; at++) replica.frame(history.difference(module, at, at + 1));
        const expected = query.get().rows;
        query.close();
        expect(fold(await seen).sort(byId)).toEqual([...expected].sort(byId));
      }),
      { numRuns: 50 },
    );
  });

  test('[SD5] keeps the identity of its state until something of it changes', () => {
    const { replica } = filled([]);
    const query = replica.live(module, { where: { Stage: 'Won' } }, () => {});
    const before = query.get();
    replica.frame([{ op: 'put', module, id: 'a', layout: 'Standard', may: 0, fields: { Stage: 'New' } }]);
    expect(query.get()).toBe(before);
  });

  test('[SD5] tells its listeners once a message, and not at all when nothing of it moved', () => {
    const { replica } = filled([]);
    const query = replica.live(module, { where: { Stage: 'Won' } }, () => {});
    let told = 0;
    query.subscribe(() => (told += 1));
    const put = (id: string, Stage: string) =>
      ({ op: 'put', module, id, layout: 'Standard', may: 0, fields: { Stage } }) as const;
    replica.frame([put('a', 'Won'), put('b', 'Won')]);
    expect(told).toBe(1);
    replica.frame([put('c', 'New')]);
    expect(told).toBe(1);
  });

  test('[SD5] shows more of what is held when asked to', () => {
    const { replica } = filled([]);
    const query = replica.live(module, { limit: 1 }, () => {});
    replica.frame(['a', 'b', 'c'].map((id) => ({ op: 'put', module, id, layout: 'S', may: 0, fields: {} })));
    expect([query.get().rows.length, query.get().total]).toEqual([1, 3]);
    query.loadMore(1);
    expect(query.get().rows.map((row) => row.id)).toEqual(['a', 'b']);
  });
});

describe('an open edit', () => {
  const edit = { op: 'patch', module, id: 'a', set: { Stage: 'Won' } } as const;
  const row = { op: 'put', module, id: 'a', layout: 'S', may: 0, fields: { Stage: 'New', Name: 'One' } } as const;

  test('[SD9] is shown at once as pending, and taken back whole', () => {
    const { replica } = filled([]);
    const query = replica.live(module, {}, () => {});
    replica.frame([row]);
    replica.show('key', [edit]);
    expect(query.get().rows).toEqual([{ id: 'a', Stage: 'Won', Name: 'One' }]);
    expect(query.pendingFields('a')).toEqual(['Stage']);
    replica.unshow('key');
    expect(query.get().rows).toEqual([{ id: 'a', Stage: 'New', Name: 'One' }]);
    expect(query.pendingFields('a')).toEqual([]);
  });

  test('[SD9] moves the row in and out of a filtered list', () => {
    const { replica } = filled([]);
    const query = replica.live(module, { where: { Stage: 'New' } }, () => {});
    replica.frame([row]);
    replica.show('key', [edit]);
    expect(query.get().rows).toEqual([]);
    replica.unshow('key');
    expect(query.get().total).toBe(1);
  });

  test('[SD9] never shows a field or a record that is not held', () => {
    const { replica } = filled([]);
    replica.frame([row]);
    replica.show('key', [{ ...edit, set: { Secret: 1 } }]);
    replica.show('other', [{ ...edit, id: 'b' }]);
    expect(replica.shown(module, 'a')?.row).toEqual({ id: 'a', Stage: 'New', Name: 'One' });
    expect(replica.shown(module, 'b')).toBeNull();
  });

  test('[SD9] over any frames, the list is the replica with the open edits on top', () => {
    const sets = fc.array(fc.record({ id: fc.constantFrom(...ids), Stage: fc.constantFrom('New', 'Won') }), {
      maxLength: 4,
    });
    fc.assert(
      fc.property(fc.array(entry(ids), { minLength: 1, maxLength: 8 }), sets, spec, (entries, edits, each) => {
        const { replica, history } = filled(entries);
        const query = replica.live(module, each, () => {});
        edits.forEach(({ id, Stage }, at) => replica.show(`k${at}`, [{ op: 'patch', module, id, set: { Stage } }]));
        for (let at = 0; at < history.head; at++) {
          replica.frame(history.difference(module, at, at + 1));
          expect(query.get().rows).toEqual(fromScratch(replica, each));
        }
        edits.forEach((_, at) => replica.unshow(`k${at}`));
        expect(query.get().rows).toEqual(fromScratch(replica, each));
      }),
    );
  });
});

describe('a draft', () => {
  const put = (id: string, Stage: string) =>
    ({ op: 'put', module, id, layout: 'S', may: 0, fields: { Stage, Name: id } }) as const;

  test('[SD27] shows rows that are to come, change and go, and is taken back whole', () => {
    const { replica } = filled([]);
    replica.frame([put('a', 'New'), put('b', 'New')]);
    const query = replica.live(module, { orderBy: [['Name', 'asc']] }, () => {});
    const before = query.get().rows;
    replica.show('key', [
      { op: 'insert', module, id: 'p', set: { Stage: 'New', Name: 'c' } },
      { op: 'patch', module, id: 'p', set: { Stage: 'Won' } },
      { op: 'patch', module, id: 'a', set: { Stage: 'Won' } },
      { op: 'remove', module, id: 'b' },
    ]);
    const drafted = [
      { id: 'a', Stage: 'Won', Name: 'a' },
      { id: 'p', Stage: 'Won', Name: 'c' },
    ];
    expect(query.get().rows).toEqual(drafted);
    expect(replica.live(module, { orderBy: [['Name', 'asc']] }, () => {}).get().rows).toEqual(drafted);
    replica.unshow('key');
    expect(query.get().rows).toEqual(before);
  });

  test('[SD27] gives way to the real row in one step', () => {
    const { replica } = filled([]);
    const query = replica.live(module, {}, () => {});
    replica.show('key', [{ op: 'insert', module, id: 'p', set: { Stage: 'New', Name: 'a' } }]);
    const seen: string[][] = [];
    query.subscribe(({ rows }) => seen.push(rows.map(({ id }) => id)));
    replica.frame([put('a', 'New')], ['key']);
    expect(seen).toEqual([['a']]);
  });

  test('[SD27] over any frames, the list is the replica with the drafts on top', () => {
    const effect = fc.oneof(
      fc.record({
        op: fc.constant('patch' as const),
        id: fc.constantFrom(...ids),
        Stage: fc.constantFrom('New', 'Won'),
      }),
      fc.record({ op: fc.constant('insert' as const), id: fc.constantFrom('p0', 'p1'), Stage: fc.constant('Won') }),
      fc.record({ op: fc.constant('remove' as const), id: fc.constantFrom(...ids, 'p0'), Stage: fc.constant('') }),
    );
    const drafts = fc.array(fc.array(effect, { maxLength: 3 }), { maxLength: 3 });
    fc.assert(
      fc.property(fc.array(entry(ids), { minLength: 1, maxLength: 8 }), drafts, spec, (entries, wishes, each) => {
        const { replica, history } = filled(entries);
        const query = replica.live(module, each, () => {});
        const anew = (): readonly Row[] => replica.live(module, each, () => {}).get().rows;
        wishes.forEach((effects, at) =>
          replica.show(
            `k${at}`,
            effects.map(({ op, id, Stage }) =>
              op === 'remove' ? { op, module, id } : { op, module, id, set: { Stage } },
            ),
          ),
        );
        for (let at = 0; at < history.head; at++) {
          replica.frame(history.difference(module, at, at + 1), [`k${at}`]);
          expect(query.get().rows).toEqual(anew());
        }
        wishes.forEach((_, at) => replica.unshow(`k${at}`));
        expect(query.get().rows).toEqual(fromScratch(replica, each));
      }),
    );
  });
});

describe('a list of some fields', () => {
  const named = (replica: Replica): LiveQuery => {
    const query = replica.live(module, {}, () => {});
    query.stage(picked(['Name'], (id) => query.pendingFields(id)));
    return query;
  };
  const put = (id: string, fields: Record<string, string>) =>
    ({ op: 'put', module, id, layout: 'S', may: 0, fields }) as const;

  test('[SD29] keeps its state and its rows while nothing of these fields changes', () => {
    const { replica } = filled([]);
    replica.frame([put('a', { Name: 'A', Stage: 'New' }), put('b', { Name: 'B', Stage: 'New' })]);
    const query = named(replica);
    let told = 0;
    query.subscribe(() => (told += 1));
    const before = query.get();
    expect(before.rows).toEqual([
      { id: 'a', Name: 'A' },
      { id: 'b', Name: 'B' },
    ]);
    replica.frame([{ op: 'patch', module, id: 'a', fields: { Stage: 'Won' } }]);
    expect([query.get() === before, told]).toEqual([true, 0]);
    replica.frame([{ op: 'patch', module, id: 'a', fields: { Name: 'AA' } }]);
    expect([query.get().rows[0]?.Name, query.get().rows[1] === before.rows[1], told]).toEqual(['AA', true, 1]);
  });

  test('[SD29] tells that a field is answered although its value stays', () => {
    const { replica } = filled([]);
    replica.frame([put('a', { Name: 'A', Stage: 'New' })]);
    const query = named(replica);
    replica.show('key', [{ op: 'patch', module, id: 'a', set: { Name: 'B' } }]);
    let told = 0;
    query.subscribe(() => (told += 1));
    query.get();
    replica.frame([{ op: 'patch', module, id: 'a', fields: { Name: 'B' } }], ['key']);
    expect([told, query.get().rows]).toEqual([1, [{ id: 'a', Name: 'B' }]]);
  });
});

const byId = (a: Row, b: Row): number => (a.id < b.id ? -1 : 1);

async function collect(query: LiveQuery): Promise<Delta[]> {
  const seen: Delta[] = [];
  for await (const delta of query.deltas()) seen.push(delta);
  return seen;
}

function fold(deltas: readonly Delta[]): Row[] {
  const rows = new Map<string, Row>();
  for (const delta of deltas) {
    expect(rows.has(delta.id)).toBe(delta.op !== 'enter');
    if (delta.op === 'leave') rows.delete(delta.id);
    else rows.set(delta.id, delta.row);
  }
  return [...rows.values()];
}
