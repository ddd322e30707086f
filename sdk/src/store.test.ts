import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { AbilityCard, Change, View } from './contract.ts';
import { Store } from './store.ts';
import { SeenHistory, type Sights } from './test/portal-model.ts';
import { entry, viewOf } from './test/views.ts';

const module = 'Deals';
const ids = ['a', 'b', 'c', 'd'];

const replica = (store: Store): unknown =>
  Object.fromEntries([...store.rows(module)].map(({ layout, may, row }) => [row.id, { layout, may, row }]));
const expected = (sights: Sights): unknown =>
  Object.fromEntries([...sights].map(([id, { layout, may, fields }]) => [id, { layout, may, row: { ...fields, id } }]));

const held = (...views: View[]): Store => {
  const store = new Store();
  store.expect(module);
  store.snapshot(module, views, false);
  return store;
};
const deal: View = { id: 'a', layout: 'Standard', may: 1, fields: { Name: 'One', Stage: 'New' } };

describe('a replica follows what its member may see', () => {
  const step = fc.oneof(
    { weight: 3, arbitrary: fc.record({ do: fc.constant('flush' as const), upTo: fc.nat(3) }) },
    fc.record({ do: fc.constant('resume' as const) }),
    fc.record({ do: fc.constant('lose' as const), upTo: fc.nat(3) }),
    fc.record({ do: fc.constant('reset' as const), pages: fc.integer({ min: 1, max: 3 }) }),
  );

  test('[SD2, I10, I12] any split into frames, losses, resumes and fresh snapshots: replica = the permitted view', () => {
    fc.assert(
      fc.property(fc.array(entry(ids), { maxLength: 12 }), fc.array(step, { maxLength: 20 }), (entries, steps) => {
        const history = new SeenHistory();
        entries.forEach((each) => history.add(each));
        const store = held();
        let cursor = 0; // what the client's token stands for
        let sent = 0; // how far the server has sent; frames after `cursor` may be lost on the way
        for (const each of steps) {
          if (each.do === 'flush') {
            const to = Math.min(history.head, sent + each.upTo);
            if (sent !== cursor) continue; // the connection is broken until the client resumes
            expect(store.frame(history.difference(module, sent, to)).violation).toBeNull();
            sent = cursor = to;
          } else if (each.do === 'lose') sent = Math.min(history.head, sent + each.upTo);
          else if (each.do === 'resume') {
            expect(store.frame(history.difference(module, cursor, history.head)).violation).toBeNull();
            sent = cursor = history.head;
          } else {
            sent = cursor = freshly(store, history, cursor, each.pages);
          }
          expect(replica(store)).toEqual(expected(history.at(cursor)));
        }
      }),
    );
  });

  /** Pages read at growing places, the difference of each record following its page; as the server's catch-up does. */
  function freshly(store: Store, history: SeenHistory, from: number, pages: number): number {
    store.reset(module);
    for (let page = 0; page < pages; page++) {
      const place = from + Math.floor(((history.head - from) * page) / pages);
      const views = ids.filter((_, at) => at % pages === page).flatMap((id) => history.at(place).get(id) ?? []);
      store.snapshot(module, views, true);
    }
    store.snapshot(module, [...history.at(history.head).values()], true);
    const gone = ids.filter((id) => !history.at(history.head).has(id));
    expect(store.frame(gone.map((id) => ({ op: 'remove', module, id }))).violation).toBeNull();
    store.snapshot(module, [], false);
    return history.head;
  }

  test('[SD1, SD3] a frame with one impossible change in it changes nothing', () => {
    const impossible = fc.oneof(
      fc.constant<Change>({ op: 'patch', module, id: 'x', fields: { Name: 'X' } }),
      fc.constant<Change>({ op: 'remove', module, id: 'x' }),
    );
    fc.assert(
      fc.property(entry(ids), entry(ids), impossible, fc.nat(4), (first, second, wrong, at) => {
        const history = new SeenHistory();
        [first, second].forEach((each) => history.add(each));
        const store = held(...history.at(1).values());
        const changes = history.difference(module, 1, 2).toSpliced(at, 0, wrong);
        const { violation, differences } = store.frame(changes);
        expect(violation?.change).toEqual(wrong);
        expect(differences).toEqual([]);
        expect(replica(store)).toEqual(expected(history.at(1)));
      }),
    );
  });

  test('[I11] the differences a message makes are exactly what moved', () => {
    fc.assert(
      fc.property(entry(ids), entry(ids), (first, second) => {
        const history = new SeenHistory();
        [first, second].forEach((each) => history.add(each));
        const store = held(...history.at(1).values());
        const before = new Map([...store.rows(module)].map((each) => [each.row.id, each]));
        for (const each of store.frame(history.difference(module, 1, 2)).differences) {
          expect(each.before).toBe(before.get(each.id) ?? null);
          if (each.after) before.set(each.id, each.after);
          else before.delete(each.id);
        }
        expect([...before.values()]).toEqual([...store.rows(module)]);
      }),
    );
  });
});

describe('what contradicts what was said before', () => {
  test('[SD3] a put over a held row in its own shape is a violation', () => {
    expect(held(deal).frame([{ op: 'put', module, ...deal }]).violation?.rule).toBe('put-over-held');
  });

  test('[SD3] a put over a held row in another shape replaces it: a patch could not say it', () => {
    const store = held(deal);
    const next: View = { ...deal, fields: { Name: 'One' } };
    expect(store.frame([{ op: 'put', module, ...next }]).violation).toBeNull();
    expect(store.row(module, 'a')?.row).toEqual({ id: 'a', Name: 'One' });
  });

  test('[SD3] a patch that names a field the row does not have is a violation', () => {
    const change: Change = { op: 'patch', module, id: 'a', fields: { Secret: 1 } };
    expect(held(deal).frame([change]).violation?.rule).toBe('patch-of-hidden');
  });

  test('[I13] after a removal only a put brings the record back', () => {
    const store = held(deal);
    expect(store.frame([{ op: 'remove', module, id: 'a' }]).violation).toBeNull();
    expect(store.frame([{ op: 'patch', module, id: 'a', may: 0 }]).violation?.rule).toBe('patch-of-absent');
    expect(store.frame([{ op: 'put', module, ...deal }]).violation).toBeNull();
  });

  test('[SD3] modules that are not expected are passed over', () => {
    expect(held().frame([{ op: 'remove', module: 'Cases', id: 'a' }])).toEqual({ differences: [], violation: null });
  });
});

describe('a change of rights', () => {
  const tab = (fields: string[]): AbilityCard['tabs'][string] => ({
    label: 'Deals',
    view: 'list',
    layouts: { Standard: fields },
    fields: {},
    create: null,
    rights: [],
  });
  const card = (tabs: AbilityCard['tabs']): AbilityCard => ({
    kind: 'portal-user',
    userType: null,
    portal: { name: 'Acme', currency: 'EUR', locale: 'en', zone: 'UTC' },
    staffRights: [],
    tabs,
    commands: [],
  });

  test('[SD4] fields that are hidden now leave every row at once, and the put that follows is no violation', () => {
    const store = held(deal);
    store.ability(card({ Deals: tab(['Name']) }));
    expect(store.row(module, 'a')?.row).toEqual({ id: 'a', Name: 'One' });
    expect(store.frame([{ op: 'put', module, ...deal, fields: { Name: 'One' } }]).violation).toBeNull();
  });

  test('[SD4] a tab that is gone takes its rows along', () => {
    const store = held(deal);
    expect(store.ability(card({})).map(({ id, after }) => [id, after])).toEqual([['a', null]]);
    expect([...store.rows(module)]).toEqual([]);
    expect(store.frame([{ op: 'remove', module, id: 'a' }]).violation).toBeNull();
    expect(store.frame([{ op: 'remove', module, id: 'a' }]).violation?.rule).toBe('remove-of-absent');
  });

  test('[SD4] a tab that is granted again is filled by what the server puts, with no new picture', () => {
    const store = held(deal);
    store.ability(card({}));
    store.ability(card({ Deals: tab(['Name', 'Stage']) }));
    expect(store.frame([{ op: 'put', module, ...deal }]).violation).toBeNull();
    expect([store.complete(module), [...store.rows(module)].length]).toEqual([true, 1]);
  });

  test('[SD4] a layout that is gone takes its rows along', () => {
    const store = held(deal);
    store.ability(card({ Deals: { ...tab(['Name']), layouts: { Other: ['Name'] } } }));
    expect([...store.rows(module)]).toEqual([]);
  });

  test('[SD4] nothing but what is visible is left, whatever was held', () => {
    fc.assert(
      fc.property(fc.tuple(viewOf('a'), viewOf('b')), fc.subarray(['Name', 'Stage', 'Amount']), (views, fields) => {
        const store = held(...views);
        store.ability(card({ Deals: tab(fields) }));
        for (const { layout, row } of store.rows(module)) {
          expect(layout).toBe('Standard');
          expect(Object.keys(row).filter((name) => name !== 'id' && !fields.includes(name))).toEqual([]);
        }
      }),
    );
  });
});
