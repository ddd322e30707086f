import fc from 'fast-check';
import { changeDigest, entryDigest, scrub } from './chain.ts';
import type { SaltedChange } from './chain.ts';
import { stored } from './stored-change.ts';
import { changed, claimed, entry, membered, portalUser, profiled, record } from './test/turns.ts';

const salted = (change: Parameters<typeof stored>[0], salt = 'c2FsdA=='): SaltedChange => ({
  ...stored(change),
  salt,
  scrubbed: null,
});
const before = record({ Name: 'Ada', Phone: '1', Stage: 'New' });
const updated = salted(changed(before, { ...before, fields: { Name: 'Eve', Stage: 'Won', Extra: 1 } }));

test('[LG20] a change has the same digest after a database has kept it as jsonb, whose names have another order', () => {
  for (const change of [
    updated,
    salted(membered(null, portalUser())),
    salted(profiled({})),
    salted(claimed('email', 'a@example.com', null)),
  ]) {
    const sorted = (value: unknown): unknown =>
      value !== null && typeof value === 'object' && !Array.isArray(value)
        ? Object.fromEntries(
            Object.entries(value)
              .toSorted(([a], [b]) => (a > b ? -1 : 1))
              .map(([name, item]) => [name, sorted(item)]),
          )
        : value;
    expect(changeDigest(sorted(JSON.parse(JSON.stringify(change))) as SaltedChange)).toBe(changeDigest(change));
  }
});

test('[LG20] whatever is edited in a change, its digest is another one', () => {
  const edits: Partial<SaltedChange>[] = [
    { id: 'other' },
    { module: 'Contacts' },
    { kind: 'member' },
    { salt: 'b3RoZXI=' },
    { before: null },
    { after: null },
    { before: {} },
    { before: { ...updated.before, 'fields.Name': 'Bob' } },
    { after: { ...updated.after, 'fields.Stage': null } },
    { after: { ...updated.after, 'fields.Phone': null } },
    { before: updated.after, after: updated.before },
  ];
  const digests = [updated, ...edits.map((edit) => ({ ...updated, ...edit }))].map(changeDigest);
  expect(new Set(digests).size).toBe(digests.length);
  const made = entry('p', 1, []);
  const rows = [
    made,
    { ...made, at: '2026-01-02T03:04:05.679Z' },
    { ...made, member: null },
    { ...made, outcome: 'forbidden' as const },
    { ...made, command: 'x' },
  ];
  expect(new Set(rows.map(({ changes: _, ...row }) => entryDigest(row, []))).size).toBe(rows.length);
});

test('[LG21] values scrubbed one after another leave the digest as it was, and nothing to guess them from', () => {
  const names = ['fields.Name', 'fields.Phone', 'fields.Stage', 'fields.Extra', 'missing'];
  fc.assert(
    fc.property(fc.array(fc.subarray(names), { maxLength: 4 }), (steps) => {
      const scrubbed = steps.reduce((change, step) => scrub(change, new Set(step)), updated);
      expect(changeDigest(scrubbed)).toBe(changeDigest(updated));
      const gone = new Set(steps.flat());
      if (gone.has('fields.Name')) {
        expect(JSON.stringify(scrubbed)).not.toMatch(/Ada|Eve/);
        expect(scrubbed.salt).toBeNull();
        expect(scrubbed.scrubbed?.salts).not.toHaveProperty(['fields.Name']);
      }
    }),
  );
});

test('[LG21] a scrubbed leaf cannot stand for another value', () => {
  const scrubbed = scrub(updated, new Set(['fields.Name']));
  const forged = { ...scrubbed, scrubbed: { ...scrubbed.scrubbed!, leaves: { 'fields.Name': '00' } } };
  expect(changeDigest(forged)).not.toBe(changeDigest(updated));
  expect(changeDigest({ ...scrubbed, after: { ...scrubbed.after, 'fields.Stage': 'Lost' } })).not.toBe(
    changeDigest(updated),
  );
});
