import { whyUnseen } from '@genkan/access/explain';
import { abilityOf } from '@genkan/access/compile';
import { memberKeyQuestions } from '@genkan/access/member-keys';
import { applySetting, type RecordChange } from '@genkan/domain/changes';
import type { Known, Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { seenBy } from '@genkan/realtime/acquaintance';
import { changedFields, difference } from '@genkan/realtime/project';
import { rulesOf, type Rules } from '@genkan/realtime/rules';
import { RightsSince } from '@genkan/realtime/rules-then';
import type { Rights } from '../rights.ts';
import type { TraceOutcome } from './trace-outcome.ts';

/** A session and the modules it was sent then; `session` null: a member who was not connected. */
export type Seat = { readonly session: string | null; readonly member: string; readonly modules: readonly string[] };
export type Traced = { readonly session: string | null; readonly member: string; readonly changes: TraceOutcome[] };

/** Rights are found out by undoing what came later, no further back than this. */
const mostUndone = 5_000;
const rounds = 12;

/**
 * What each session was told of an entry, and why not the rest: asked of the same engine that told it, with the rights of
 * that sequence, and answered only as far as whoever asks sees the record and the field now.
 */
export async function traceEntry(
  log: PortalLog,
  asker: Rights,
  sequence: number,
  seats: readonly Seat[],
): Promise<Traced[]> {
  const portal = asker.portal.id;
  const now = await log.settings(portal);
  const entries = await log.entries(portal, sequence - 1, mostUndone + 1);
  const [entry] = entries;
  if (!entry || !now) throw new Rejected('not-found');
  if (entries.length > mostUndone)
    throw new Rejected('not-possible', `Only the newest ${mostUndone} entries can be traced.`);
  const upToNow = entries.filter((one) => one.sequence <= now.head);
  const rules = rulesOf(asker.portal, asker.member, asker.known);
  const changes = entry.changes.filter((change) => change.kind === 'record');
  const shown = rules ? changes.flatMap((change) => shownTo(rules, change)) : [];
  const past = new Past(log, now.portal, upToNow);
  const traced: Traced[] = [];
  for (const { session, member, modules } of seats) {
    const at = await past.of(member);
    const told = shown.map((one) => outcomeOf(one, at, session === null ? null : modules));
    traced.push({ session, member, changes: told });
  }
  return traced;
}

/** A change with the fields of it that whoever asks may see. */
type Shown = { readonly change: RecordChange; readonly fields: ReadonlySet<string> };

function shownTo(rules: Rules, change: RecordChange): Shown[] {
  const [before, after] = [seenBy(rules, change.before), seenBy(rules, change.after)];
  if (!before && !after) return [];
  return [{ change, fields: new Set([...Object.keys(before?.fields ?? {}), ...Object.keys(after?.fields ?? {})]) }];
}

type RulesAt = { readonly before: Rules | null; readonly after: Rules | null; readonly active: boolean };

/** Members' rights before and after an entry, each found out once. */
class Past {
  readonly #log: PortalLog;
  readonly #portal: Portal;
  readonly #then: Portal;
  readonly #sinceBefore: RightsSince;
  readonly #sinceAfter: RightsSince;
  readonly #known = new Map<string, Promise<RulesAt>>();

  /** `entries`: the one that is asked about, and all that came later. */
  constructor(log: PortalLog, portal: Portal, entries: readonly Entry[]) {
    this.#log = log;
    this.#portal = portal;
    this.#then = settingsBefore(portal, entries);
    this.#sinceBefore = new RightsSince(entries);
    this.#sinceAfter = new RightsSince(entries.slice(1));
  }

  of(member: string): Promise<RulesAt> {
    const known = this.#known.get(member) ?? this.#find(member);
    this.#known.set(member, known);
    return known;
  }

  async #find(id: string): Promise<RulesAt> {
    const questions: Question[] = [{ ask: 'member', id }];
    for (let round = 0; round < rounds; round++) {
      const { known } = await this.#log.gather(this.#portal.id, questions);
      const member = known.member(id);
      if (!member) break;
      const missing = this.#questions(known, member).filter((question) => !isAmong(questions, question));
      const rules = rulesOf(this.#portal, member, known);
      if (missing.length === 0 && rules) {
        const present = { settings: this.#portal, member, rules, rows: known };
        const active = member.status === 'active';
        return {
          before: this.#sinceBefore.rulesThen(present),
          after: this.#sinceAfter.rulesThen(present),
          active,
        };
      }
      questions.push(...missing);
    }
    return { before: null, after: null, active: false };
  }

  /** What the member's keys come from, now and by the settings of then. */
  #questions(known: Known, member: Member): readonly Question[] {
    const settings = [this.#portal, this.#then];
    return settings.flatMap((portal) => [...memberKeyQuestions(portal, abilityOf(portal, member), member, known)]);
  }
}

const isAmong = (asked: readonly Question[], question: Question): boolean =>
  asked.some((one) => JSON.stringify(one) === JSON.stringify(question));

function settingsBefore(portal: Portal, entries: readonly Entry[]): Portal {
  const settings = entries.flatMap(({ changes }) => changes.filter((change) => change.kind === 'setting'));
  return settings.reduceRight((now, change) => applySetting(now, { ...change, after: change.before }), portal);
}

function outcomeOf({ change, fields }: Shown, at: RulesAt, modules: readonly string[] | null): TraceOutcome {
  const { before, after } = change;
  const row = after ?? before;
  const base = { module: row?.module ?? '', record: row?.id ?? '', op: null, sent: [], left: [] };
  const withheld = (why: TraceOutcome['why']): TraceOutcome => ({ ...base, outcome: 'withheld', why });
  if (!at.after || !row) return withheld(at.active ? 'unknown' : 'not-active');
  const told = difference(at.before && seenBy(at.before, before), seenBy(at.after, after));
  if (!told) return withheld(whyUnseen(at.after.ability, at.after.keys, row) ?? 'field-hidden');
  if (modules === null) return withheld('disconnected');
  if (!modules.includes(row.module)) return withheld('not-subscribed');
  const changed = changedFields(before?.fields ?? {}, after?.fields ?? {}).filter((field) => fields.has(field));
  const named = told.op === 'patch' ? told.fields : told.op === 'put' ? Object.keys(told.view.fields) : [];
  const sent = named.filter((field) => fields.has(field));
  const left = told.op === 'remove' ? [] : changed.filter((field) => !named.includes(field));
  return { ...base, outcome: left.length > 0 ? 'masked' : 'sent', why: null, op: told.op, sent, left };
}
