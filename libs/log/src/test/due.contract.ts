import { expect, test } from '@jest/globals';
import { emptyPortal, type SettingChange } from '@genkan/domain/changes';
import type { Draft } from '@genkan/domain/drafts';
import type { Logs } from './logs.ts';
import { staff, turn, uuid } from './turns.ts';

const drafted = (scheduled: Draft['scheduled'], id = uuid()): SettingChange & { readonly after: Draft } => ({
  kind: 'setting',
  part: 'draft',
  id,
  before: null,
  after: { id, name: 'Wider', userTypes: {}, scheduled },
});
const following = (portal: string, compliance: boolean): SettingChange => {
  const before = emptyPortal(portal).privacy;
  return { kind: 'setting', part: 'privacy', id: 'privacy', before, after: { ...before, compliance } };
};
const early = '2026-01-02T03:04:05.000Z';
const late = '2026-01-02T03:04:05.001Z';

/** What is looked after, whether anybody follows the portal or not. */
export function describeDue(open: Logs): void {
  test('[LG38] drafts of all portals whose time has come are told, and no others', async () => {
    const log = open();
    const [one, other] = [uuid(), uuid()];
    const [now, soon, unscheduled, elsewhere] = [
      drafted({ at: early, by: staff }),
      drafted({ at: late, by: staff }),
      drafted(null),
      drafted({ at: early, by: one }),
    ];
    await log.append(turn(one, 0, [now, soon, unscheduled]));
    await log.append(turn(other, 0, [elsewhere]));
    const mine = async (moment: string) =>
      (await log.dueDrafts(moment)).filter(({ portal }) => portal === one || portal === other);
    const due = [
      { portal: one, draft: now.id, at: early, by: staff },
      { portal: other, draft: elsewhere.id, at: early, by: one },
    ];
    expect(await mine('2026-01-02T03:04:04.999Z')).toEqual([]);
    expect(await mine(early)).toEqual(expect.arrayContaining(due));
    expect(await mine(early)).toHaveLength(2);
    await log.append(turn(one, 1, [{ ...now, before: now.after, after: null }]));
    expect(await mine(late)).toHaveLength(2);
    expect(await mine(late)).not.toContainEqual(due[0]);
  });

  test('[LG38] portals that follow the rules of privacy are told, those that ceased to are not', async () => {
    const log = open();
    const [one, other, ceased] = [uuid(), uuid(), uuid()];
    await log.append(turn(one, 0, [following(one, true)]));
    await log.append(turn(other, 0, [drafted(null)]));
    await log.append(turn(ceased, 0, [following(ceased, true)]));
    await log.append(turn(ceased, 1, [following(ceased, false)]));
    const told = await log.compliant();
    expect([one, other, ceased].filter((portal) => told.includes(portal))).toEqual([one]);
  });
}
