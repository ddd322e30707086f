import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Change } from '@genkan/domain/changes';
import type { Member } from '@genkan/domain/members';
import type { Suspension } from '@genkan/domain/portal';
import { MemoryLog } from '../memory-log.ts';
import type { Logs } from './logs.ts';
import { created, entry, membered, portalUser, profiled, receiptOf, record, turn, uuid } from './turns.ts';

const anySteps = fc.array(
  fc.oneof(
    fc.record({ part: fc.constant('member' as const), slot: fc.nat(2), gone: fc.boolean(), record: fc.uuid() }),
    fc.record({ part: fc.constant('suspension' as const), slot: fc.nat(2), gone: fc.boolean(), key: fc.string() }),
    fc.record({ part: fc.constant('profile' as const), slot: fc.nat(0), gone: fc.constant(false), key: fc.uuid() }),
    fc.record({ part: fc.constant('record' as const), slot: fc.nat(0), gone: fc.constant(false), key: fc.uuid() }),
  ),
  { maxLength: 4 },
);

/** Lives of three members, three suspensions and a profile as changes, each with what was there before. */
function changesOf(lives: readonly (typeof anySteps extends fc.Arbitrary<infer S> ? S : never)[]): Change[][] {
  const members: (Member | null)[] = [null, null, null];
  const ids = members.map(() => uuid());
  const suspensions: (Suspension | null)[] = [null, null, null];
  let profile: ReturnType<typeof profiled> | null = null;
  return lives.map((steps) =>
    steps.flatMap((one): Change[] => {
      if (one.part === 'record') return [created(record({ A: one.key }))];
      if (one.part === 'profile') {
        profile = profiled({ company: one.key, slug: one.key }, (profile?.after ?? null) as never);
        return [profile];
      }
      if (one.part === 'member') {
        const before = members[one.slot] ?? null;
        const after = one.gone ? null : portalUser({ id: ids[one.slot]!, record: one.record });
        members[one.slot] = after;
        return before || after ? [membered(before, after)] : [];
      }
      const before = suspensions[one.slot] ?? null;
      const after = one.gone ? null : { module: 'Deals', key: one.key.replaceAll('\u0000', '') };
      suspensions[one.slot] = after;
      return before || after ? [{ kind: 'setting', part: 'suspension', id: `s${one.slot}`, before, after }] : [];
    }),
  );
}

/** The settings and members of an earlier day: what time travel stands on. */
export function describePastSettings(open: Logs): void {
  test('[LG33] settings and members at every sequence are what folding the entries up to there gives', async () => {
    const log = open();
    await fc.assert(
      fc.asyncProperty(fc.array(anySteps, { minLength: 1, maxLength: 7 }), async (lives) => {
        const portal = uuid();
        const reference = new MemoryLog();
        const one = turn(portal, 0, ...changesOf(lives));
        expect(await log.append(one)).toBe('committed');
        await reference.append(one);
        for (let sequence = 0; sequence <= lives.length; sequence += 1) {
          expect(await log.settingsAt(portal, sequence)).toEqual(await reference.settingsAt(portal, sequence));
          for (const parts of [['suspension'], ['profile', 'suspension']] as const)
            expect(await log.settingEntries(portal, parts, sequence, 2)).toEqual(
              await reference.settingEntries(portal, parts, sequence, 2),
            );
          const members = await reference.membersAt(portal, sequence);
          expect(await log.membersAt(portal, sequence)).toEqual(members);
          for (const { id } of members) {
            const one = members.filter((member) => member.id === id);
            expect(await log.membersAt(portal, sequence, id)).toEqual(one);
          }
        }
        expect(await log.settingsAt(portal, lives.length)).toEqual((await log.settings(portal))?.portal);
      }),
      { numRuns: 15 },
    );
    expect(await log.settingEntries(uuid(), ['profile'], 9, 9)).toEqual([]);
    expect(await log.settingsAt(uuid(), 1)).toBeNull();
    expect(await log.membersAt(uuid(), 1)).toEqual([]);
  }, 60_000);

  test('[LG35] entries that changed settings are told newest first, each with these changes alone', async () => {
    const log = open();
    const portal = uuid();
    const change = profiled({ company: 'A', slug: uuid() }, null as never);
    await log.append(turn(portal, 0, [change, created(record({ A: 1 }))], [created(record({ A: 2 }))]));
    const found = await log.settingEntries(portal, ['profile'], 3, 5);
    expect(found.map(({ sequence, changes }) => [sequence, changes])).toEqual([[1, [change]]]);
    expect(await log.settingEntries(portal, ['profile'], 1, 5)).toEqual([]);
    expect(await log.settingEntries(portal, ['module'], 3, 5)).toEqual([]);
  });

  test('[LG34] a time is the last entry not later than it; before the first there is none', async () => {
    const log = open();
    const portal = uuid();
    const times = ['2026-01-01T00:00:00.000Z', '2026-01-01T00:00:00.000Z', '2026-01-01T00:00:01.000Z'];
    const entries = times.map((at, n) => entry(portal, n + 1, [], { at }));
    await log.append({ portal, head: 0, entries, receipts: entries.map((made) => receiptOf(made)) });
    expect(await log.sequenceAt(portal, '2025-12-31T23:59:59.999Z')).toBe(0);
    expect(await log.sequenceAt(portal, times[0]!)).toBe(2);
    expect(await log.sequenceAt(portal, '2026-01-01T09:00:00.999+09:00')).toBe(2);
    expect(await log.sequenceAt(portal, '2027-01-01T00:00:00.000Z')).toBe(3);
  });
}
