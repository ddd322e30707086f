import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RecordChange } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import { dependentQuestions, dependents, keyQuestions, keysOf } from './keys.ts';
import { anyWorld, anyWorldAndChange, keyed } from './test/arbitraries.ts';
import { allKnown, gatheredBy } from './test/known-rows.ts';
import { deal, house, id } from './test/house.ts';

const keysIn = (records: readonly RecordState[], one: string): readonly string[] =>
  records.find((record) => record.id === one)?.keys ?? [];

const changed = (records: readonly RecordState[], after: RecordState): readonly RecordState[] =>
  records.map((one) => (one.id === after.id ? after : one));

describe('keys of a record', () => {
  test('[KY1] each lookup gives a key, each declared path one for where it ends, building or complete', () => {
    const { portal, records } = house();
    expect(keysIn(keyed(portal, records), id.deal)).toEqual(
      [`Agent.Manager:${id.kim}`, `Agent:${id.agent}`, `Owner:${id.lee}`].sort(),
    );
    const building = house({ paths: { 'Agent.Manager': { steps: ['Agent', 'Manager'], state: 'building' } } });
    expect(keysIn(keyed(building.portal, building.records), id.deal)).toContain(`Agent.Manager:${id.kim}`);
  });

  test('[KY2] a lookup to a record that is deleted or missing gives a dead key and ends longer paths', () => {
    const { portal, records } = house();
    const dead = [`~Agent:${id.agent}`, `Owner:${id.lee}`].sort();
    const deleted = records.map((one) => (one.id === id.agent ? { ...one, deleted: true } : one));
    expect(keysOf(portal, deal, allKnown(deleted))).toEqual([...dead].sort());
    const missing = records.filter((one) => one.id !== id.agent);
    expect(keysOf(portal, deal, allKnown(missing))).toEqual([...dead].sort());
  });

  test('[KY3] the key of who made a record is given once and stays', () => {
    const { portal, records } = house();
    const made = { ...deal, keys: [`+${id.member}`, 'Owner:of old'] };
    expect(keysOf(portal, made, allKnown(records))).toContain(`+${id.member}`);
    expect(keysOf(portal, made, allKnown(records))).not.toContain('Owner:of old');
    expect(keysOf(portal, deal, allKnown(records)).some((key) => key.startsWith('+'))).toBe(false);
  });

  test('[KY4] a record on its own path is read as it is handed in, not as it was', () => {
    const { portal, records } = house();
    const loop = { ...records.find((one) => one.id === id.kim)!, fields: { Name: 'Kim', Boss: id.kim } };
    expect(keysOf(portal, loop, allKnown(records))).toEqual([`Boss.Boss:${id.kim}`, `Boss:${id.kim}`]);
    expect(keysOf(portal, { ...loop, deleted: true }, allKnown(records))).toEqual([`~Boss:${id.kim}`]);
  });

  test('[KY5] asking in rounds gathers exactly what the keys need', () => {
    fc.assert(
      fc.property(anyWorld, ({ portal, records }) => {
        for (const record of records) {
          const gathered = gatheredBy(allKnown(records), (known) => keyQuestions(portal, record, known));
          expect(gathered.rounds).toBeLessThanOrEqual(4);
          expect(keysOf(portal, record, gathered)).toEqual(record.keys);
        }
      }),
    );
  });
});

test('[KY5] what breaks while asking is not taken for a question', () => {
  const { portal } = house();
  const broken = {
    ...allKnown([]),
    record: (): never => {
      throw new Error('broken');
    },
  };
  expect(() => keyQuestions(portal, deal, broken)).toThrow('broken');
});

describe('dependents of a change', () => {
  test('[KY6] the records behind a lookup in the middle of a path are found backwards', () => {
    const { portal, records } = house();
    const before = records.find((one) => one.id === id.agent)!;
    const after = { ...before, fields: { ...before.fields, Manager: id.lee } };
    expect(dependents(portal, { kind: 'record', before, after }, allKnown(records))).toEqual([
      { module: 'Deals', id: id.deal },
    ]);
  });

  test('[KY6] a change of other fields, and a created record, have none and ask nothing', () => {
    const { portal, records } = house();
    const before = records.find((one) => one.id === id.agent)!;
    const after = { ...before, fields: { ...before.fields, Title: 'Other' } };
    const changes: RecordChange[] = [
      { kind: 'record', before, after },
      { kind: 'record', before: null, after },
    ];
    for (const change of changes) {
      expect(dependents(portal, change, allKnown(records))).toEqual([]);
      expect(dependentQuestions(portal, change, allKnown(records))).toEqual([]);
    }
  });

  test('[KY7] after any change it is enough to key the record and its dependents again', () => {
    fc.assert(
      fc.property(anyWorldAndChange, ({ world: { portal, records }, before, after }) => {
        const now = changed(records, after);
        const all = allKnown(now);
        const change: RecordChange = { kind: 'record', before, after };
        const gathered = gatheredBy(all, (known) => dependentQuestions(portal, change, known));
        const found = new Set(dependents(portal, change, gathered).map((one) => one.id));
        const again = now.map((one) =>
          one.id === after.id || found.has(one.id) ? { ...one, keys: keysOf(portal, one, all) } : one,
        );
        expect(again).toEqual(keyed(portal, now));
      }),
      { numRuns: 300 },
    );
  });

  test('[KY7] delete and restore bring back the very keys there were', () => {
    fc.assert(
      fc.property(anyWorldAndChange, ({ world: { portal, records }, before }) => {
        const gone = keyed(portal, changed(records, { ...before, deleted: !before.deleted }));
        expect(keyed(portal, changed(gone, { ...before, deleted: before.deleted }))).toEqual(records);
      }),
    );
  });
});
