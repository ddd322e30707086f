import type { Change } from '../changes.ts';
import type { CommandDefinition, Context, Decision, DomainEvent } from '../define-command.ts';
import type { Known, Question } from '../known.ts';
import type { Member, PortalUser } from '../members.ts';
import type { Portal } from '../portal.ts';
import type { Value } from '../fields.ts';
import type { RecordState } from '../records.ts';
import type { RoleName } from '../roles.ts';
import type { Sight } from '../sight.ts';
import type { Granted } from './sights.ts';
import { applySetting, emptyPortal } from '../changes.ts';
import { commandByName } from '../commands.ts';
import { decidedChanges, eventDefinitions } from '../events.ts';
import { NotGathered } from '../known.ts';
import { predefinedModules } from '../predefined-modules.ts';
import { Rejected } from '../rejected.ts';
import { Gathered } from './gathered.ts';
import { operatorSight, partnerSight, staffSight } from './sights.ts';

/** Ids that can be told apart in a failing test: the same number, the same id. */
export const id = (n: number): string => `00000000-0000-4000-8000-${String(n).padStart(12, '0')}`;

export type Outcome = {
  readonly code: 'applied' | string;
  readonly paths: readonly string[];
  readonly rejected: Rejected | null;
  readonly events: readonly DomainEvent[];
  readonly changes: readonly Change[];
  readonly result: Readonly<Record<string, unknown>>;
};

type Needs = (known: Known) => readonly Question[];
type Actor = { readonly member: Member | null; readonly sight: () => Sight };

/** A portal in memory with the turn of a command as the actor runs it: parse, gather, decide, apply. */
export class World {
  portal: Portal = { ...emptyPortal(id(1)), modules: predefinedModules };
  readonly records = new Map<string, RecordState>();
  readonly members = new Map<string, Member>();
  readonly claims = new Map<string, string>();
  #ids = 1000;

  readonly newId = (): string => id(this.#ids++);

  record(module: string, fields: Readonly<Record<string, Value>>, more: Partial<RecordState> = {}): RecordState {
    const row: RecordState = {
      id: more.id ?? this.newId(),
      module,
      layout: 'Standard',
      fields,
      createdBy: id(2),
      owner: null,
      deleted: false,
      restricted: false,
      keys: [],
      ...more,
    };
    this.records.set(row.id, row);
    return row;
  }

  staff(...roles: RoleName[]): Actor {
    const member: Member = {
      kind: 'staff',
      id: this.newId(),
      email: `staff${this.#ids}@example.com`,
      status: 'active',
      sessionsEnded: 0,
      name: 'Staff',
      roles: roles.length > 0 ? roles : ['administrator'],
    };
    this.members.set(member.id, member);
    return { member, sight: () => staffSight(this.portal, member.roles) };
  }

  partner(granted: Granted, meets: readonly RecordState[] = [], more: Partial<PortalUser> = {}): Actor {
    const member: Member = {
      kind: 'portal-user',
      id: this.newId(),
      email: `partner${this.#ids}@example.net`,
      status: 'active',
      sessionsEnded: 0,
      userType: id(3),
      record: id(4),
      module: 'Contacts',
      inviter: id(2),
      ...more,
    };
    this.members.set(member.id, member);
    if (!this.members.has(id(2))) this.members.set(id(2), { ...this.staff().member!, id: id(2) });
    const met = new Set(meets.map((row) => row.id));
    return { member, sight: () => partnerSight(granted, met) };
  }

  readonly operator: Actor = { member: null, sight: () => operatorSight };

  now = '2030-01-01T00:00:00.000Z';

  /** Runs a command; what it decides is applied to this world. */
  run(by: Actor, name: string, input: unknown): Outcome {
    const command = commandByName(name);
    if (command === null) throw new Error(`There is no command ${name}.`);
    const parsed = command.input.safeParse(input);
    if (!parsed.success) {
      return this.#refused(new Rejected('invalid', 'input', { issues: issuesOf(parsed.error.issues) }));
    }
    const needs = (before: Known) => command.needs?.(this.portal, parsed.data, before, by.member) ?? [];
    const known = this.#gather(needs);
    const context: Context = {
      now: this.now,
      newId: this.newId,
      member: by.member,
      sight: by.sight(),
    };
    try {
      const { events, result = {} } = command.decide(this.portal, known, parsed.data, context);
      for (const happened of events) eventDefinitions.get(happened.type)?.fact.parse(happened);
      const changes = this.#decided(known, events, needs);
      for (const change of changes) this.apply(change);
      return { code: 'applied', paths: [], rejected: null, events, changes, result };
    } catch (error) {
      if (error instanceof Rejected) return this.#refused(error);
      throw error;
    }
  }

  /** What a command would decide; nothing of it is applied. */
  decide(by: Actor, command: CommandDefinition, input: unknown): Decision {
    const parsed = command.input.parse(input);
    const known = this.#gather((before) => command.needs?.(this.portal, parsed, before, by.member) ?? []);
    const context = { now: this.now, newId: this.newId, member: by.member, sight: by.sight() };
    return command.decide(this.portal, known, parsed, context);
  }

  /** What the judging of a decision asks itself is gathered then, as the actor does. */
  #decided(known: Known, events: readonly DomainEvent[], needs: Needs): readonly Change[] {
    try {
      return decidedChanges({ portal: this.portal, known }, events);
    } catch (error) {
      if (!(error instanceof NotGathered) || error.question.ask !== 'users') throw error;
      const { question } = error;
      const more = this.#gather((before) => [...needs(before), question]);
      return decidedChanges({ portal: this.portal, known: more }, events);
    }
  }

  apply(change: Change): void {
    if (change.kind === 'record' && change.after) this.records.set(change.after.id, change.after);
    else if (change.kind === 'member' && change.after) this.members.set(change.after.id, change.after);
    else if (change.kind === 'setting') this.portal = applySetting(this.portal, change);
    else if (change.kind === 'claim') {
      if (change.holder === null) this.claims.delete(`${change.scope}=${change.value}`);
      else this.claims.set(`${change.scope}=${change.value}`, change.holder);
    }
  }

  /** Asks, gets, asks again, until nothing new is asked. */
  #gather(ask: (known: Known) => readonly Question[]): Known {
    let questions: readonly Question[] = [];
    for (let round = 0; round < 10; round += 1) {
      const asked = ask(new Gathered(this, questions));
      if (asked.length === questions.length) return new Gathered(this, asked);
      questions = asked;
    }
    throw new Error('A command asks without end.');
  }

  #refused(rejected: Rejected): Outcome {
    const paths = rejected.issues.map((issue) => issue.path);
    return { code: rejected.code, paths, rejected, events: [], changes: [], result: {} };
  }
}

const issuesOf = (issues: readonly { path: PropertyKey[]; message: string }[]) =>
  issues.map(({ path, message }) => ({ path: path.map(String).join('.'), message }));
