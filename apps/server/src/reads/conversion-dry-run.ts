import { randomUUID } from 'node:crypto';
import { z } from 'zod';
import { Look } from '@genkan/actor/try-command';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import type { Change } from '@genkan/domain/changes';
import { dryConvertLeads } from '@genkan/domain/commands/leads/convert-leads';
import { ruleNamed } from '@genkan/domain/conversion';
import type { Known } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import { apiName, memberId, recordId, userTypeId } from '@genkan/domain/names';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import { pageBehind } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';
import { byKey, changeIn, rowsFor, type Eyes, type Rows } from '../conversions/what-changes.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const counted = z.strictObject({ gained: z.int(), lost: z.int() });
const person = z.strictObject({
  member: memberId,
  from: userTypeId,
  to: userTypeId,
  modules: z.array(z.strictObject({ module: apiName, records: counted, values: counted })),
});
const row = z.strictObject({
  lead: recordId,
  outcome: z.enum(['converted', 'refused']),
  code: z.string().optional().describe('Why not: `limit-reached` where no seat is left for the person'),
  message: z.string().optional().describe('What to do about it'),
  fields: z.array(z.string()).optional().describe('What it is about: `Accounts.Name`'),
});
const reckoned = z.object({ rows: z.array(row.loose()), expect: z.string() });
const leadsAtOnce = 500;

/** A page of the leads a rule would convert, with what each person among them would gain and lose (G-31). */
export const conversionDryRunRead = defineRead({
  name: 'conversion-dry-run',
  summary: 'What converting leads by a rule would do: each lead, and each person with what he would gain or lose.',
  path: '/conversion-dry-run/:rule',
  input: z.strictObject({ rule: apiName, cursor: recordId.optional() }),
  answer: z.strictObject({
    leads: z.array(row),
    people: z.array(person),
    expect: z.string().nullable().describe('Hand it to convert-leads with these leads'),
    next: recordId.nullable().describe('Ask again after this lead; null: these were the last'),
  }),
  async run({ log, rights: rightsNow }, { rule: name, cursor }) {
    const rights = await rightsNow();
    requireRight(rights, 'convert-leads');
    const { portal, head, member } = rights;
    const rule = ruleNamed(portal.conversion, name);
    if (rule === null) throw new Rejected('not-found');
    const scope = {
      module: 'Leads',
      keys: ['*'],
      criteria: rule.criteria,
      layouts: layoutsOf(portal),
      withRestricted: false,
    };
    const page = await log.page(portal.id, pageBehind(scope, cursor ?? null, leadsAtOnce));
    if (page.head !== head) throw new Rejected('behind');
    const ids = page.rows.map(({ id }) => id);
    if (ids.length === 0) return { head, answer: { leads: [], people: [], expect: null, next: null } };
    const look = new Look(log, head, portal);
    const decided = await look.run(member.id, dryConvertLeads, { rule: name, ids }, randomUUID);
    const { rows, expect } = reckoned.parse(decided.result);
    const people = await peopleOf(log, head, look, decided.changes);
    const leads = rows.map(({ lead, outcome, code, message, fields }) =>
      outcome === 'converted' ? { lead, outcome } : { lead, outcome, code, message, fields },
    );
    return { head, answer: { leads, people, expect, next: page.more ? (ids.at(-1) ?? null) : null } };
  },
});

const layoutsOf = ({ modules }: Portal): string[] => Object.keys(modules['Leads']?.layouts ?? {});

function eyesOf(portal: Portal, member: Member, known: Known): Eyes {
  const ability = abilityOf(portal, member);
  return { ability, keys: memberKeys(portal, ability, member, known) };
}

/** The rows as the changes leave them. */
function changed(rows: Rows, module: string, changes: readonly Change[]): Rows {
  const after = new Map(rows);
  for (const change of changes) {
    if (change.kind === 'record' && change.after?.module === module) after.set(change.after.id, change.after);
  }
  return after;
}

async function peopleOf(
  log: PortalLog,
  head: number,
  after: Look,
  changes: readonly Change[],
): Promise<z.infer<typeof person>[]> {
  const { portal } = after;
  const before = new Look(log, head, portal);
  const moved = changes.flatMap((change) =>
    change.kind === 'member' && change.before?.kind === 'portal-user' && change.after?.kind === 'portal-user'
      ? [{ was: change.before, is: change.after }]
      : [],
  );
  const seers = [];
  for (const { was, is } of moved) {
    const then = await before.at((known) => eyesOf(portal, was, known));
    seers.push({ was, is, then, now: await after.at((known) => eyesOf(portal, is, known)), modules: [] as Modules });
  }
  const all = seers.flatMap(({ then, now }) => [then, now]);
  for (const module of new Set(all.flatMap(({ keys }) => [...keys.keys()]))) {
    const rows = await rowsFor(log, portal.id, head, module, all);
    const fresh = changed(rows, module, changes);
    const [old, now] = [rows, fresh].map((each) => ({ rows: each, keyed: byKey(each) }));
    for (const one of seers) {
      const change = old && now && changeIn(module, one.then, one.now, old, now);
      if (change) one.modules.push(change);
    }
  }
  return seers.map(({ was, is, modules }) => ({ member: was.id, from: was.userType, to: is.userType, modules }));
}
type Modules = z.infer<typeof person>['modules'];
