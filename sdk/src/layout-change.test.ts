import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change, Value, View } from './contract.ts';
import { Store, type Applied } from './store.ts';

const module = 'Deals';
const layout = 'Standard';
const names = ['Name', 'Stage', 'Amount', 'Closed', 'Agent'];

const held = (...views: View[]): Store => {
  const store = new Store();
  store.expect(module);
  store.snapshot(module, views, false);
  return store;
};
const text = (store: Store): string => JSON.stringify([...store.rows(module)]);

type Deal = { readonly id: string; readonly short: boolean; readonly may: number; readonly values: readonly Value[] };
const anyDeals = fc
  .array(fc.tuple(fc.boolean(), fc.nat(3), fc.array(fc.nat(9), { minLength: 5, maxLength: 5 })), { maxLength: 6 })
  .map((deals) => deals.map(([short, may, values], n): Deal => ({ id: `d${n}`, short, may, values })));
const shown = (
  { id, short, may, values }: Deal,
  fields: readonly string[],
  codes = new Map<number, number>(),
): View => ({
  id,
  layout: short ? 'Short' : layout,
  may: short ? may : (codes.get(may) ?? may),
  fields: short
    ? { Name: values[0] ?? null }
    : Object.fromEntries(fields.map((name) => [name, values[names.indexOf(name)] ?? null])),
});

/** The layout's fields then and now, and the records' rights, as the wire says it. */
function changes(deals: readonly Deal[], then: readonly string[], now: readonly string[], codes: [number, number][]) {
  const kept = now.filter((name) => then.includes(name));
  const fields = now.filter((name) => !then.includes(name));
  const gain = deals.filter(({ short }) => !short);
  const values = fields.map((name) => gain.map((deal) => deal.values[names.indexOf(name)] ?? null));
  const all: Change[] = [
    { op: 'keep-fields', module, layout, fields: kept },
    { op: 'recode', module, layout, codes },
    { op: 'column', module, layout, order: [...now], fields, ids: gain.map(({ id }) => id), values },
  ];
  return fields.length > 0 ? all : all.slice(0, 2);
}

describe('what a change of rights does to a whole layout', () => {
  const anyFields = fc.shuffledSubarray(names);
  const anyCodes = fc.uniqueArray(fc.tuple(fc.nat(3), fc.nat(9)), { selector: ([from]) => from });

  test('[SD40] leaves every row just as a fresh picture brings it, in bytes', () => {
    fc.assert(
      fc.property(anyDeals, anyFields, anyFields, anyCodes, (deals, then, now, codes) => {
        const store = held(...deals.map((deal) => shown(deal, then)));
        expect(store.frame(changes(deals, then, now, codes)).violation).toBeNull();
        const fresh = held(...deals.map((deal) => shown(deal, now, new Map(codes))));
        expect(text(store)).toBe(text(fresh));
      }),
    );
  });

  const deal: View = { id: 'a', layout, may: 1, fields: { Name: 'One', Stage: 'New' } };
  const other: View = { id: 'b', layout: 'Short', may: 1, fields: { Name: 'Two' } };
  const column = {
    op: 'column',
    module,
    layout,
    order: ['Amount', 'Name', 'Stage'],
    fields: ['Amount'],
    ids: ['a'],
    values: [[5]],
  } as const;
  const told = (change: object): Applied => held(deal, other).frame([{ ...change, module } as Change]);

  test.each([
    ['keeps a field that is not held', { op: 'keep-fields', layout, fields: ['Amount'] }, 'keep-of-hidden'],
    ['brings a field that is held', { ...column, fields: ['Stage'] }, 'column-of-held'],
    ['names a row that is not held', { ...column, ids: ['x'] }, 'column-of-absent'],
    ['names a row of another layout', { ...column, ids: ['b'] }, 'column-of-absent'],
    ['leaves a field without a value', { ...column, values: [[]] }, 'column-of-absent'],
  ])('[SD3] is a violation where it %s, and nothing of the frame is applied', (_, change, rule) => {
    const store = held(deal, other);
    const before = text(store);
    const patch: Change = { op: 'patch', module, id: 'a', fields: { Stage: 'Won' } };
    expect(store.frame([patch, { ...change, module } as unknown as Change]).violation?.rule).toBe(rule);
    expect(text(store)).toBe(before);
  });

  test('[I11] the differences name the rows of the layout and no others', () => {
    expect(told(column).differences.map(({ id, after }) => [id, after?.row['Amount']])).toEqual([['a', 5]]);
    expect(told({ op: 'keep-fields', layout, fields: ['Name'] }).differences.map(({ id }) => id)).toEqual(['a']);
    expect(told({ op: 'recode', layout, codes: [[1, 2]] }).differences.map(({ after }) => after?.may)).toEqual([2]);
  });

  test('[SD4] what the card took already is confirmed by the server and moves nothing', () => {
    const store = held(deal);
    const tab = {
      label: '',
      view: 'list',
      layouts: { [layout]: ['Name'] },
      fields: {},
      create: null,
      rights: [],
    } as const;
    store.ability({
      kind: 'portal-user',
      userType: null,
      staffRights: [],
      commands: [],
      tabs: { [module]: tab },
    } as never);
    const row = store.row(module, 'a')?.row;
    expect(store.frame([{ op: 'keep-fields', module, layout, fields: ['Name'] }]).violation).toBeNull();
    expect(store.row(module, 'a')?.row).toBe(row);
    expect(store.frame([{ op: 'put', module, ...deal, fields: { Name: 'One' } }]).violation?.rule).toBe(
      'put-over-held',
    );
  });
});
