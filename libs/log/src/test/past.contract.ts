import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { RecordState } from '@genkan/domain/records';
import type { HeldRows } from '../portal-log.ts';
import type { Logs } from './logs.ts';
import { MemoryLog } from '../memory-log.ts';
import { changed, created, record, request, turn, uuid, write } from './turns.ts';

/** A step of a record's life: what it becomes, or null when it is removed for good. */
const step = fc.oneof(
  {
    weight: 6,
    arbitrary: fc.record({
      slot: fc.nat(3),
      fields: fc.dictionary(fc.constantFrom('A', 'B', 'C'), fc.constantFrom(null, 1, 2, 'x', '玄', true, ['l'])),
      keys: fc.subarray(['Agent:1', 'Agent:2', 'Account:1']),
      deleted: fc.boolean(),
      restricted: fc.boolean(),
    }),
  },
  { weight: 1, arbitrary: fc.record({ slot: fc.nat(3), gone: fc.constant(true) }) },
);
type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

function entriesOf(lives: readonly (readonly Step[])[]) {
  const rows: (RecordState | null)[] = [null, null, null, null];
  const ids = rows.map(() => uuid());
  const entries = lives.map((steps) =>
    steps.flatMap((one) => {
      const before = rows[one.slot] ?? null;
      const after =
        'gone' in one
          ? null
          : record(one.fields, {
              id: ids[one.slot]!,
              keys: one.keys,
              deleted: one.deleted,
              restricted: one.restricted,
            });
      rows[one.slot] = after;
      return before === null && after === null ? [] : [changed(before, after)];
    }),
  );
  return { ids, entries };
}

/** Time travel, and what left or changed since: what resume and catch-up stand on. */
export function describePast(open: Logs): void {
  test('[LG2] [LG12] records, entries (whichever rows their reader holds), left and changed at every sequence are those of the plain reference', async () => {
    const log = open();
    await fc.assert(
      fc.asyncProperty(
        fc.array(fc.array(step, { maxLength: 4 }), { minLength: 1, maxLength: 8 }),
        fc.nat(7),
        fc.subarray([0, 1, 2, 3]),
        async (lives, cut, kept) => {
          const portal = uuid();
          const reference = new MemoryLog();
          const { ids, entries } = entriesOf(lives);
          const turns = [
            turn(portal, 0, ...entries.slice(0, cut)),
            turn(portal, Math.min(cut, entries.length), ...entries.slice(cut)),
          ];
          for (const one of turns.filter((each) => each.entries.length > 0)) {
            expect(await log.append(one)).toBe('committed');
            await reference.append(one);
          }
          const asked = ids.map((id) => ({ module: 'Deals', id }));
          for (let sequence = 0; sequence <= entries.length; sequence += 2) {
            expect(await log.recordsAt(portal, asked, sequence)).toEqual(
              await reference.recordsAt(portal, asked, sequence),
            );
            const next = await reference.entries(portal, sequence, 3);
            expect(await log.entries(portal, sequence, 3)).toEqual(next);
            const rows = await reference.recordsAt(portal, asked, sequence);
            const held: HeldRows = (_, id) => (kept.includes(ids.indexOf(id)) ? rows.get(id) : undefined);
            expect(await log.entries(portal, sequence, 3, held)).toEqual(next);
            for (const keys of [['Agent:1'], ['Agent:2', 'Account:1'], ['*'], [`=${ids[0]}`, 'Agent:1'], []]) {
              expect(await log.left(portal, 'Deals', keys, sequence)).toEqual(
                await reference.left(portal, 'Deals', keys, sequence),
              );
              expect(await log.changed(portal, 'Deals', keys, sequence)).toEqual(
                await reference.changed(portal, 'Deals', keys, sequence),
              );
            }
          }
          expect(await log.page(portal, request())).toEqual(await reference.page(portal, request()));
          expect(await log.page(portal, request({}, { keys: ['Agent:1'] }))).toEqual(
            await reference.page(portal, request({}, { keys: ['Agent:1'] })),
          );
        },
      ),
      { numRuns: 25 },
    );
  }, 60_000);

  test('[LG12] a record asked for in another module, or in another portal, was never there', async () => {
    const log = open();
    const portal = uuid();
    const one = record({ A: 1 });
    await write(log, portal, [created(one)], [changed(one, { ...one, fields: {} })]);
    expect(await log.recordsAt(portal, [{ module: 'Contacts', id: one.id }], 1)).toEqual(new Map([[one.id, null]]));
    expect(await log.recordsAt(uuid(), [{ module: 'Deals', id: one.id }], 1)).toEqual(new Map([[one.id, null]]));
    expect(await log.recordsAt(portal, [{ module: 'Deals', id: one.id }], 1)).toEqual(new Map([[one.id, one]]));
  });

  test('[LG13] a record that lost a key, was deleted or was removed has left; one that only changed has not', async () => {
    const log = open();
    const portal = uuid();
    const keyed = () => record({}, { keys: ['Agent:1'] });
    const [moved, deleted, removed, changedOnly, early] = [keyed(), keyed(), keyed(), keyed(), keyed()];
    const elsewhere = record({}, { keys: ['Agent:1'], module: 'Contacts' });
    await write(log, portal, [moved, deleted, removed, changedOnly, early, elsewhere].map(created), [
      changed(early, null),
    ]);
    await write(
      log,
      portal,
      [changed(moved, { ...moved, keys: ['Agent:2'] }), changed(deleted, { ...deleted, deleted: true })],
      [changed(removed, null), changed(elsewhere, null), changed(changedOnly, { ...changedOnly, fields: { A: 1 } })],
    );
    const { head, ids } = await log.left(portal, 'Deals', ['Agent:1', 'Agent:9'], 2);
    expect(head).toBe(4);
    expect(ids).toEqual([moved.id, deleted.id, removed.id].sort());
    expect((await log.left(portal, 'Deals', ['Agent:1'], 3)).ids).toEqual([removed.id]);
    expect((await log.left(portal, 'Deals', ['*'], 2)).ids).toEqual([deleted.id, removed.id].sort());
    expect((await log.changed(portal, 'Deals', ['Agent:1'], 2)).ids).toEqual([changedOnly.id]);
    expect((await log.changed(portal, 'Deals', ['*'], 2)).ids).toEqual([moved.id, changedOnly.id].sort());
    expect((await log.changed(portal, 'Deals', [`=${moved.id}`], 2)).ids).toEqual([moved.id]);
  });
}
