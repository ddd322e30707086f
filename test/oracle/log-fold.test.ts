import { describe, expect, test } from '@jest/globals';
import { admin, Given } from './given.ts';
import { foldLog, unlike, type LogEntry } from './log-fold.ts';

const deal = (id: string, Name: string, more: object = {}) => ({
  id,
  module: 'Deals',
  layout: 'Standard',
  fields: { Name, Amount: null },
  createdBy: admin,
  deleted: false,
  restricted: false,
  ...more,
});
const founding = {
  kind: 'member',
  before: null,
  after: { id: admin, kind: 'staff', status: 'active', roles: ['administrator'] },
} as const;

function given() {
  const made = new Given();
  const id = made.record('Deals', { Name: 'a' });
  made.did({ name: 'update-record', input: { module: 'Deals', id, set: { Name: 'b' } } });
  const entries = (...last: LogEntry['changes']): readonly LogEntry[] => [
    { sequence: 1, changes: [founding, { kind: 'record', before: null, after: deal(id, 'a') }] },
    { sequence: 2, changes: last },
  ];
  const change = { kind: 'record', before: deal(id, 'a'), after: deal(id, 'b') } as const;
  return { state: made.history.now, id, entries, change };
}

describe('the log folded by the oracle', () => {
  test('[PR15] adds up to what the acknowledged commands add up to', () => {
    const { state, entries, change } = given();
    const { stored, faults } = foldLog(entries(change));
    expect([faults, unlike(stored, state)]).toEqual([[], []]);
  });

  test('[PR15] another value, a record more, an external id more, or one deleted is found', () => {
    const { state, id, entries, change } = given();
    const found = (...changes: LogEntry['changes']) => unlike(foldLog(entries(...changes)).stored, state).length;
    expect(found({ ...change, after: deal(id, 'c') })).toBe(1);
    expect(found({ ...change, after: deal(id, 'b', { deleted: true }) })).toBe(1);
    expect(found(change, { kind: 'record', before: null, after: deal('other', 'b') })).toBe(1);
    expect(found(change, { kind: 'claim', scope: 'external:Deals', value: 'D1', holder: id })).toBe(1);
    expect(found()).toBe(1);
  });

  test('[PR15] a hole, and a change that does not begin where the last one ended, are found', () => {
    const { id, entries, change } = given();
    expect(foldLog(entries({ ...change, before: deal(id, 'x') })).faults).toHaveLength(1);
    expect(foldLog(entries(change).toSpliced(0, 1)).faults).not.toEqual([]);
  });
});
