import { z } from 'zod';
import { compileUserType } from '@genkan/access/compile';
import { applySetting, type Change } from '@genkan/domain/changes';
import { label, memberId } from '@genkan/domain/names';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';
import { differing, namesOf } from './schema-names.ts';
import { schemaOf, userTypeNamed } from './schema.ts';

/** How many commands are told, and how many changes of settings are looked through for them. */
const mostTold = 200;
const mostLookedAt = 500;

const change = z.strictObject({
  sequence: z.int(),
  at: z.string(),
  command: z.string(),
  /** Null: the operator of the installation. */
  by: z.strictObject({ id: memberId, name: z.string() }).nullable(),
  names: z.array(z.string()),
});
type Told = Omit<z.output<typeof change>, 'by'> & { readonly member: string | null };

/** Every change of modules and user types takes part in what a type may see: the portal before them. */
const undone = (portal: Portal, changes: readonly Change[]): Portal =>
  changes.reduceRight<Portal>(
    (at, one) => (one.kind === 'setting' ? applySetting(at, { ...one, after: one.before }) : at),
    portal,
  );

const emptyNames: ReadonlyMap<string, string> = new Map();
function namesFor(portal: Portal, id: string): ReadonlyMap<string, string> {
  const userType = Object.hasOwn(portal.userTypes, id) ? portal.userTypes[id] : undefined;
  return userType ? namesOf(schemaOf(portal, compileUserType(portal, userType))) : emptyNames;
}

/** From the newest backwards, each entry's names found by what the user type may see before and after it. */
export function namedChanges(now: Portal, entries: readonly Entry[], id: string): readonly Told[] {
  const told: Told[] = [];
  let [portal, after] = [now, namesFor(now, id)];
  for (const { sequence, at, command, member, changes } of entries) {
    portal = undone(portal, changes);
    const before = namesFor(portal, id);
    const names = differing(before, after);
    if (names.length > 0) told.push({ sequence, at, command, member, names });
    if (told.length === mostTold || !Object.hasOwn(portal.userTypes, id)) break;
    after = before;
  }
  return told;
}

async function historyOf(log: PortalLog, portal: string, id: string): Promise<readonly Told[]> {
  const now = await log.settings(portal);
  if (!now) throw new Rejected('not-found');
  const entries = await log.settingEntries(portal, ['module', 'user-type'], now.head + 1, mostLookedAt);
  return namedChanges(now.portal, entries, id);
}

export const userTypeHistoryRead = defineRead({
  name: 'user-type-history',
  summary: 'Which commands changed what a user type may see and do, newest first; for staff who watch the log.',
  path: '/user-types/:userType/history',
  input: z.strictObject({ userType: label.describe('Id or name') }),
  answer: z.strictObject({ changes: z.array(change) }),
  async run({ log, rights: rightsNow }, { userType }) {
    const rights = await rightsNow();
    requireRight(rights, 'watch-log');
    const told = await historyOf(log, rights.portal.id, userTypeNamed(rights, userType).id);
    const ids = [...new Set(told.flatMap(({ member }) => member ?? []))];
    const { head, known } = await rightsNow(ids.map((id) => ({ ask: 'member', id })));
    const named = (id: string) => {
      const member = known.member(id);
      return { id, name: member?.kind === 'staff' ? member.name : (member?.email ?? id) };
    };
    const changes = told.map(({ member, ...rest }) => ({ ...rest, by: member === null ? null : named(member) }));
    return { head, answer: { changes } };
  },
});
