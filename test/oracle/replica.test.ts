import { describe, expect, test } from '@jest/globals';
import {
  applyFrame,
  applySnapshot,
  differences,
  spelledOut,
  voided,
  type Replica,
  type WireChange,
} from './replica.ts';
import type { Seen } from './shapes.ts';

const row = { id: 'a', layout: 'Standard', fields: { Name: 'n', Amount: 1 }, may: 1 };
const page = (more: boolean) => ({ module: 'Deals', rows: [row], more, token: 't' });
const held = applySnapshot({}, page(false)).replica;
const after = (replica: Replica, ...changes: WireChange[]) => applyFrame(replica, { token: 't', changes, answers: [] });
const faults = (...changes: WireChange[]) => after(held, ...changes).faults;
const patch = (rest: object): WireChange => ({ op: 'patch', module: 'Deals', id: 'a', ...rest });
const seen: Seen = {
  layout: 'Standard',
  fields: { Amount: 1, Name: 'n' },
  may: { edit: ['Name'], delete: false, copy: false, restore: false },
};
const rights = [{ edit: ['Name'], delete: false, copy: false, restore: false }];

describe('the replica catches', () => {
  test('[PR3] an enter of what is held, unless its layout or its fields changed', () => {
    expect(faults({ op: 'put', module: 'Deals', ...row })).toHaveLength(1);
    expect(faults({ op: 'put', module: 'Deals', ...row, fields: { Name: 'n' } })).toEqual([]);
  });

  test('[PR3] a patch or remove of what is not held', () => {
    expect(faults({ op: 'remove', module: 'Deals', id: 'b' })).toHaveLength(1);
    expect(faults({ op: 'patch', module: 'Deals', id: 'b', fields: { Name: 'x' } })).toHaveLength(1);
  });

  test('[PR3] an empty patch, an idle one, and one of a field that is not held', () => {
    expect(
      [patch({}), patch({ fields: { Name: 'n' } }), patch({ fields: { Secret: 's' } }), patch({ may: 1 })].map(
        (p) => faults(p).length,
      ),
    ).toEqual([1, 1, 1, 1]);
    expect(faults(patch({ fields: { Name: 'm' } }))).toEqual([]);
  });

  test('[PR3] any mention after remove until the next enter', () => {
    const left = after(held, { op: 'remove', module: 'Deals', id: 'a' });
    expect(after(left.replica, patch({ fields: { Name: 'm' } })).faults).toHaveLength(1);
    expect(after(left.replica, { op: 'put', module: 'Deals', ...row }).faults).toEqual([]);
  });

  test('[PR3] a record named twice in one frame, and a module nobody subscribed to', () => {
    expect(faults(patch({ fields: { Name: 'm' } }), patch({ fields: { Name: 'o' } }))).toHaveLength(1);
    expect(faults({ op: 'put', module: 'Contacts', ...row })).toHaveLength(1);
  });

  test('[PR3] a change of a whole layout that does not fit what is held, or changes nothing of it', () => {
    const layout = { module: 'Deals', layout: 'Standard' };
    const column = { op: 'column', order: ['Name', 'Amount', 'Stage'], fields: ['Stage'] } as const;
    const wrong: WireChange[] = [
      { ...layout, op: 'keep-fields', fields: ['Name', 'Secret'] },
      { ...layout, op: 'keep-fields', fields: ['Name', 'Amount'] },
      { ...layout, op: 'keep-fields', layout: 'Slim', fields: [] },
      { ...layout, op: 'recode', codes: [[2, 3]] },
      { ...layout, op: 'recode', codes: [[1, 1]] },
      { ...layout, ...column, ids: ['b'], values: [['New']] },
      { ...layout, ...column, ids: ['a'], values: [[]] },
      { ...layout, ...column, ids: [], values: [[]] },
      { ...layout, ...column, order: ['Name', 'Stage'], ids: ['a'], values: [['New']] },
      { ...layout, ...column, order: ['Name', 'Amount'], fields: ['Amount'], ids: ['a'], values: [[2]] },
    ];
    expect(wrong.map((change) => faults(change).length)).toEqual(wrong.map(() => 1));
    const right = after(
      held,
      { ...layout, op: 'keep-fields', fields: ['Name'] },
      { ...layout, op: 'recode', codes: [[1, 2]] },
      { ...layout, ...column, order: ['Stage', 'Name'], ids: ['a'], values: [['New']] },
    );
    expect(right.faults).toEqual([]);
    const turned = { id: 'a', layout: 'Standard', fields: { Stage: 'New', Name: 'n' }, may: 2 };
    expect(JSON.stringify(right.replica['Deals']?.rows.get('a'))).toBe(JSON.stringify(turned));
  });

  test('[PR3] and is lenient only between the pages of a picture', () => {
    const between = applySnapshot({}, page(true)).replica;
    expect(after(between, { op: 'remove', module: 'Deals', id: 'b' }).faults).toEqual([]);
    expect(applySnapshot(held, page(false)).faults).toHaveLength(1);
    expect(applySnapshot(voided(held, 'Deals'), page(false)).faults).toEqual([]);
  });
});

describe('the comparison catches', () => {
  const compare = (sees: Map<string, Seen>) => differences(held['Deals']?.rows ?? new Map(), sees, rights);

  test('[PR4] nothing where replica and oracle agree, whatever the order of fields', () => {
    expect(compare(new Map([['a', seen]]))).toEqual([]);
  });

  test('[PR4] a missing record, one too many, another value, another layout, another right', () => {
    expect(
      compare(
        new Map([
          ['a', seen],
          ['b', seen],
        ]),
      ),
    ).toHaveLength(1);
    expect(compare(new Map())).toHaveLength(1);
    expect(compare(new Map([['a', { ...seen, fields: { Amount: null, Name: 'n' } }]]))).toHaveLength(1);
    expect(compare(new Map([['a', { ...seen, fields: { Name: 'n' } }]]))).toHaveLength(1);
    expect(compare(new Map([['a', { ...seen, layout: 'Slim' }]]))).toHaveLength(1);
    expect(compare(new Map([['a', { ...seen, may: { ...seen.may, delete: true } }]]))).toHaveLength(1);
  });

  test('[PR4] rights are the union of the bits', () => {
    const table = [...rights, { edit: ['Amount'], delete: true, copy: false, restore: false }];
    expect(spelledOut(3, table)).toEqual({ edit: ['Amount', 'Name'], delete: true, copy: false, restore: false });
  });
});
