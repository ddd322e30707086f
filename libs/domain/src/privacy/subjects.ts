import { z } from 'zod';
import type { Context, DomainEvent } from '../define-command.ts';
import type { Known, Question } from '../known.ts';
import type { Member } from '../members.ts';
import type { Portal } from '../portal.ts';
import type { RecordState } from '../records.ts';
import { event } from '../define-command.ts';
import { moduleChange } from '../events/settings.ts';
import { module } from '../modules.ts';
import { apiName, recordId } from '../names.ts';
import { Rejected } from '../rejected.ts';
import { consents, dataRequests, withSubject } from './privacy-modules.ts';

/** The person something is about, by the record that stands for him. */
export const subject = z
  .strictObject({ module: apiName, id: recordId })
  .describe('The record of the person. Left out: your own');
export type Subject = z.infer<typeof subject>;

/** S0-95: with compliance off there is nothing here. */
export function requireCompliance({ privacy, modules }: Portal): void {
  if (!privacy.compliance || !modules[dataRequests] || !modules[consents]) throw new Rejected('not-found');
}

const ofPeople = ({ modules }: Portal, name: string): boolean =>
  name === 'Contacts' || name === 'Leads' || (modules[name]?.custom ?? false);

/** Modules whose records stand for people. */
export const modulesOfPeople = (portal: Portal): ReadonlySet<string> =>
  new Set(Object.keys(portal.modules).filter((name) => !portal.modules[name]?.managed && ofPeople(portal, name)));

export const ownSubject = (member: Member | null): Subject | null =>
  member?.kind === 'portal-user' ? { module: member.module, id: member.record } : null;

export function subjectQuestions(named: Subject | undefined, acting: Member | null): Question[] {
  const about = named ?? ownSubject(acting);
  return about ? [{ ask: 'record', module: about.module, id: about.id }] : [];
}

export type About = { readonly record: RecordState; readonly by: 'Subject' | 'Adder' | 'Officer' };

/**
 * Of whom the member may speak: himself, also where his own record is closed to him; persons he added (S0-100) and
 * sees; the privacy officer of everybody. Who may not be seen does not exist (law 7).
 */
export function subjectOf(portal: Portal, known: Known, { member, sight }: Context, named?: Subject): About {
  const own = ownSubject(member);
  const about = named ?? own;
  if (member === null || (sight.kind === 'staff' && !sight.may('manage-privacy'))) throw new Rejected('forbidden');
  if (about === null)
    throw new Rejected('invalid', undefined, { issues: [{ path: 'subject', message: 'Name a person.' }] });
  const record = Object.hasOwn(portal.modules, about.module) ? known.record(about.module, about.id) : null;
  if (record === null || record.deleted) throw new Rejected('not-found');
  if (own?.module === about.module && own.id === about.id) return { record, by: 'Subject' };
  if (sight.kind !== 'staff' && sight.view(record) === null) throw new Rejected('not-found');
  if (sight.kind !== 'staff' && record.createdBy !== member.id) throw new Rejected('forbidden');
  if (sight.kind === 'staff' ? portal.modules[about.module]?.managed : !ofPeople(portal, about.module)) {
    throw new Rejected('invalid', undefined, { issues: [{ path: 'subject.module', message: 'Name a person.' }] });
  }
  return { record, by: sight.kind === 'staff' ? 'Officer' : 'Adder' };
}

/** The lookups of both modules to a person's module, made when the first of its people is named. */
export const subjectEvents = {
  SubjectModuleAdded: event(
    z.strictObject({ type: z.literal('SubjectModuleAdded'), modules: z.array(module) }),
    ({ portal }, { modules }) => modules.map((one) => moduleChange(portal, one)),
  ),
};

export function subjectModuleAdded({ modules }: Portal, person: string): DomainEvent[] {
  const widened = [dataRequests, consents].flatMap((name) => {
    const there = modules[name];
    const after = there ? withSubject(there, person) : null;
    return after ? [after] : [];
  });
  return widened.length > 0 ? [{ type: 'SubjectModuleAdded', modules: widened }] : [];
}

/** The person a row of a managed module is about. */
export function subjectNamed({ modules }: Portal, row: RecordState): Subject | null {
  for (const { name, type, module: person } of Object.values(modules[row.module]?.fields ?? {})) {
    const id = row.fields[name];
    if (type === 'lookup' && person !== undefined && typeof id === 'string') return { module: person, id };
  }
  return null;
}
