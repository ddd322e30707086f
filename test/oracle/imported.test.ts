import { describe, expect, test } from '@jest/globals';
import { admin, Given } from './given.ts';
import { surpriseOf, type Told } from './imported.ts';
import { see } from './see.ts';
import type { ImportRow } from './externals.ts';

const deals = (rows: readonly ImportRow[]) => ({ module: 'Deals', rows });
const created = (id: string): Told => ({ outcome: 'created', id });

describe('the oracle foresees an import', () => {
  test('[PR2] row by row: new ones are created, known ones updated, equal ones are unchanged', () => {
    const { history } = new Given();
    const row = (Name: string): ImportRow => ({ externalId: 'D1', fields: { Name } });
    const input = deals([row('a'), row('a'), row('b')]);
    const told = [created('one'), { outcome: 'unchanged', id: 'one' }, { outcome: 'updated', id: 'one' }];
    expect(surpriseOf(history.now, admin, input, told)).toBeNull();
    expect(surpriseOf(history.now, admin, input, told.toReversed())).toBe(
      'row 0 was updated (undefined, undefined), not {"outcome":"created"}',
    );
    expect(surpriseOf(history.now, admin, input, told.slice(1))).toBe('2 answers to 3 rows');
  });

  test('[PR2] a row is refused for an unknown field, a missing required one, a record nobody has, a deleted one', () => {
    const given = new Given();
    const gone = given.did({
      name: 'create-record',
      input: { module: 'Deals', fields: { Name: 'x' }, externalId: 'D0' },
    });
    given.did({ name: 'delete-record', input: { module: 'Deals', id: gone } });
    const input = deals([
      { externalId: 'D1', fields: { Name: 'x', Nonsense: 1 } },
      { externalId: 'D2', fields: {} },
      { externalId: 'D3', fields: { Name: 'x', Contact: { external: 'nobody' } } },
      { externalId: 'D0', fields: { Name: 'y' } },
    ]);
    const refused = (codes: readonly string[]) => codes.map((code) => ({ outcome: 'refused', code }));
    const codes = ['unknown-field', 'invalid', 'unknown-record', 'not-found'];
    expect(surpriseOf(given.history.now, admin, input, refused(codes))).toBeNull();
    expect(surpriseOf(given.history.now, admin, input, refused(codes.toReversed()))).toMatch('row 0');
    expect(
      surpriseOf(
        given.history.now,
        admin,
        input,
        codes.map(() => ({ outcome: 'refused' })),
      ),
    ).toMatch('row 0');
    const elsewhere = codes.map((code) => ({ outcome: 'refused', code, field: 'Amount' }));
    expect(surpriseOf(given.history.now, admin, input, elsewhere)).toMatch('row 0');
  });

  test('[PR1] what the answer says was made or changed is folded, lookups by external ids included', () => {
    const given = new Given();
    const contact = given.did({
      name: 'create-record',
      input: { module: 'Contacts', fields: { Name: 'me' }, externalId: 'C1' },
    });
    const rows = [
      { externalId: 'D1', fields: { Name: 'a', Contact: { external: 'C1' } } },
      { externalId: 'D1', fields: { Name: 'b' } },
    ];
    const result = { rows: [created('one'), { outcome: 'updated', id: 'one' }] };
    const { history } = given;
    history.add({
      sequence: history.now.sequence + 1,
      by: admin,
      command: { name: 'import-records', input: deals(rows) },
      result,
    });
    const row = history.now.rows.get('one');
    const staff = history.now.members[admin];
    expect(row && staff && see(history.now, staff, row)?.fields).toMatchObject({ Name: 'b', Contact: contact });
  });
});
