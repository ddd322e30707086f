import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import { MemoryLog } from '../memory-log.ts';
import type { LookedFor } from '../portal-log.ts';
import type { Logs } from './logs.ts';
import { changed, entry, membered, portalUser, profiled, receiptOf, record, staff, uuid } from './turns.ts';

const senders = [staff, '00000000-0000-4000-8000-000000000002'];
const step = fc.record({
  kind: fc.constantFrom('record', 'record', 'record', 'gone', 'member', 'profile', 'refused'),
  slot: fc.nat(2),
  value: fc.constantFrom(1, 2, null, '玄'),
  sender: fc.nat(1),
  again: fc.boolean(),
});
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

/** Entries of random changes: some change a record twice, some change nothing and are refusals. */
function entriesOf(portal: string, steps: readonly Step[]) {
  const rows: (RecordState | null)[] = [null, null, null];
  const ids = rows.map(() => uuid());
  let profile: ReturnType<typeof profiled> | null = null;
  const toChange = ({ kind, slot, value }: Step): Change[] => {
    const before = rows[slot] ?? null;
    if (kind === 'profile')
      return [(profile = profiled({ company: uuid(), slug: uuid() }, (profile?.after ?? null) as never))];
    if (kind === 'member') return [membered(null, portalUser())];
    if (kind === 'refused' || (kind === 'gone' && before === null)) return [];
    const after = kind === 'gone' ? null : record({ A: value, B: uuid() }, { id: ids[slot]!, deleted: value === null });
    rows[slot] = after;
    return [changed(before, after)];
  };
  const entries = steps.map((one, n) => {
    const changes = one.again ? [...toChange(one), ...toChange({ ...one, kind: 'record' })] : toChange(one);
    const outcome = changes.length === 0 ? 'forbidden' : 'applied';
    return entry(portal, n + 1, changes, { outcome, member: senders[one.sender]! });
  });
  return { ids, entries };
}

/** What somebody looks back at: a record's history and the audit trail stand on it. */
export function describeLookBack(open: Logs): void {
  test('[LG36] looking back for a record, for rights, for refusals, for a sender or for all finds what the plain reference finds', async () => {
    const log = open();
    await fc.assert(
      fc.asyncProperty(fc.array(step, { minLength: 1, maxLength: 9 }), async (steps) => {
        const portal = uuid();
        const reference = new MemoryLog();
        const { ids, entries } = entriesOf(portal, steps);
        const turn = { portal, head: 0, entries, receipts: entries.map((one) => receiptOf(one)) };
        expect(await log.append(turn)).toBe('committed');
        await reference.append(turn);
        const looked: LookedFor[] = [
          { of: 'all' },
          { of: 'rights' },
          { of: 'refused' },
          ...ids.map((id): LookedFor => ({ of: 'record', module: 'Deals', id })),
          { of: 'record', module: 'Contacts', id: ids[0]! },
        ];
        for (const one of looked)
          for (const before of [1, Math.ceil(steps.length / 2), steps.length + 1])
            for (const by of [{}, { member: senders[1]! }]) {
              const asked = { ...one, ...by, before, limit: 3 };
              expect(await log.lookBack(portal, asked)).toEqual(await reference.lookBack(portal, asked));
            }
        expect(await log.lookBack(uuid(), { of: 'all', before: 99, limit: 9 })).toEqual([]);
      }),
      { numRuns: 12 },
    );
  }, 60_000);
}
