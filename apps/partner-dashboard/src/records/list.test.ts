import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { TabCard } from 'genkan';
import { boardField, layoutFields, moneyField } from '@genkan/ui/layout-fields.ts';
import { nextSort, sortOf } from '@genkan/ui/table/sort.ts';
import { readSearch } from './records-search.ts';
import { nextPicture, pictureOf, steady } from './steady-rows.ts';
import { textFilter } from './text-filter.ts';
import { exactSum, sumOf } from './totals.ts';

const field = (type: string) => ({ label: type, type, required: false });
const tab: TabCard = {
  label: 'Deals',
  view: 'list',
  layouts: { Standard: ['Stage', 'Amount', 'Name'], Short: ['Name', 'City'] },
  fields: { Amount: field('money'), City: field('text'), Name: field('text'), Stage: field('choice') },
  create: null,
  rights: [],
};

describe('a list', () => {
  test('[PG2] a sum of cents is exact', () => {
    expect(exactSum([0.1, 0.2])).toBe(0.3);
    expect(exactSum([1e14, 0.1, -1e14])).toBe(0.1);
    expect(
      sumOf(
        [
          { id: 'a', Amount: 0.1 },
          { id: 'b', Amount: null },
          { id: 'c', Amount: 0.7 },
        ],
        'Amount',
      ),
    ).toBe(0.8);
    fc.assert(
      fc.property(fc.array(fc.integer({ min: -1e9, max: 1e9 })), (cents) => {
        expect(exactSum(cents.map((each) => each / 100))).toBeCloseTo(cents.reduce((a, b) => a + b, 0) / 100, 6);
      }),
    );
  });

  test('[PG6] what was shown keeps its order, who left is gone, who came waits', () => {
    const ids = fc.uniqueArray(fc.integer({ min: 0, max: 30 }).map(String));
    fc.assert(
      fc.property(ids, ids, (order, now) => {
        const { rows, waiting } = steady(
          order,
          now.map((id) => ({ id })),
        );
        expect(rows.map(({ id }) => id)).toEqual(order.filter((id) => now.includes(id)));
        expect(waiting).toBe(now.filter((id) => !order.includes(id)).length);
      }),
    );
  });

  test('[PG6] what arrives while a list is still brought to the present is shown; what comes after that waits', () => {
    const rows = (...ids: string[]) => ids.map((id) => ({ id }));
    const first = pictureOf(rows('a'), 'Deals', 'stale');
    const present = nextPicture(first, rows('a', 'b'), 'Deals', 'live');
    expect(present.order).toEqual(['a', 'b']);
    expect(nextPicture(present, rows('a', 'b', 'c'), 'Deals', 'live')).toBe(present);
    expect(nextPicture(present, rows('a', 'b', 'c'), 'Deals', 'stale')).toBe(present);
    expect(nextPicture(present, rows('c'), 'Deals', 'live').order).toEqual(['c']);
  });

  test('[PG13] the address holds the view, and what it does not know is left out', () => {
    expect(readSearch({ view: 'board', sort: '-Amount', text: 'pump', open: 7, pick: '', other: 'x' })).toEqual({
      view: 'board',
      sort: '-Amount',
      text: 'pump',
      open: '7',
    });
    expect(readSearch({ view: ['board'], sort: {} })).toEqual({});
    const turns = ['Amount', '-Amount', undefined];
    let sort: string | undefined;
    for (const turn of turns) {
      sort = nextSort(sortOf(sort === undefined ? {} : { sort }), 'Amount');
      expect(sort).toBe(turn);
    }
  });

  test('[PG14] fields stand in the order of the layout, what a record is called by first', () => {
    expect(layoutFields(tab)).toEqual(['Name', 'Stage', 'Amount', 'City']);
    expect([boardField(tab), moneyField(tab)]).toEqual(['Stage', 'Amount']);
  });

  test('[PG15] a search takes words in any order, case and width, and looks at texts only', () => {
    const row = { id: 'a', Name: 'Line licence ＸＬ', Stage: 'Won', Amount: 77 };
    const found = (text: string) => textFilter(tab, text)(row);
    expect(['xl LINE', 'won', '', 'ＬＩＮＥ'].map(found)).toEqual([true, true, true, true]);
    expect(['77', 'lost', 'line lost'].map(found)).toEqual([false, false, false]);
  });
});
