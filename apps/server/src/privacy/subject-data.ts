import { modulesOfPeople } from '@genkan/domain/privacy/subjects';
import type { Subject } from '@genkan/domain/privacy/subjects';
import type { Question } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';

const most = 10_000;

export type Told = {
  readonly id: string;
  readonly layout: string;
  /** Where the data come from: the person, or somebody else. */
  readonly source: 'subject' | 'other';
  readonly fields: Record<string, unknown>;
  /** Fields left out because they lead to other people (GDPR 15(4)). */
  readonly withheld: string[];
};
export type TheirData = readonly { readonly module: string; readonly records: readonly Told[] }[];

const lookupsTo = ({ modules }: Portal, person: string) =>
  Object.values(modules).flatMap(({ name: module, fields }) =>
    Object.values(fields).flatMap((field) =>
      field.type === 'lookup' && field.module === person ? [{ module, field: field.name }] : [],
    ),
  );

/** What may be about the person now: his record, what refers to it, and what his sign-ins made. */
async function candidates(log: PortalLog, portal: Portal, { module, id }: Subject) {
  const lookups = lookupsTo(portal, module);
  const questions: Question[] = [
    { ask: 'members-tied-to', record: id },
    ...lookups.map((one) => ({ ask: 'referring', module: one.module, field: one.field, id }) as const),
  ];
  const { known } = await log.gather(portal.id, questions);
  const members = known.membersTiedTo(id).map((one) => one.id);
  const found = new Map<string, { module: string; id: string }>([[id, { module, id }]]);
  for (const one of lookups)
    for (const row of known.referring(one.module, one.field, id)) found.set(row, { module: one.module, id: row });
  for (const name of members.length > 0 ? Object.keys(portal.modules) : []) {
    const made = await log.changed(
      portal.id,
      name,
      members.map((member) => `+${member}`),
      0,
    );
    for (const row of made.ids) found.set(row, { module: name, id: row });
  }
  if (found.size > most) throw new Rejected('limit-reached', 'This is too much for one answer. Export it in parts.');
  return { places: [...found.values()], members, lookups };
}

/** Every field, also those his user type hides: a mask is no exemption. Only what leads to other people is left out. */
function told(portal: Portal, { id }: Subject, row: RecordState, members: readonly string[]): Told {
  const people = modulesOfPeople(portal);
  const withheld = Object.values(portal.modules[row.module]?.fields ?? {}).flatMap(({ name, type, module = '' }) => {
    const value = row.fields[name] ?? null;
    return type === 'lookup' && people.has(module) && value !== null && value !== id ? [name] : [];
  });
  const fields = Object.fromEntries(Object.entries(row.fields).filter(([name]) => !withheld.includes(name)));
  const source = members.includes(row.createdBy) ? 'subject' : 'other';
  return { id: row.id, layout: row.layout, source, fields, withheld };
}

/** All data about a person after the entry `sequence` (GDPR 15(3)); other people's records are not among them. */
export async function subjectData(
  log: PortalLog,
  portal: Portal,
  subject: Subject,
  sequence: number,
): Promise<TheirData> {
  const { places, members, lookups } = await candidates(log, portal, subject);
  const then = await log.recordsAt(portal.id, places, sequence);
  const people = modulesOfPeople(portal);
  const isAbout = (row: RecordState): boolean => {
    if (row.id === subject.id) return true;
    if (row.deleted || people.has(row.module)) return false;
    const refers = lookups.some(({ module, field }) => module === row.module && row.fields[field] === subject.id);
    return refers || (!portal.modules[row.module]?.managed && members.includes(row.createdBy));
  };
  const rows = places.flatMap(({ id }) => {
    const row = then.get(id);
    return row && isAbout(row) ? [row] : [];
  });
  return [...Map.groupBy(rows, ({ module }) => module)].map(([module, records]) => ({
    module,
    records: records.map((row) => told(portal, subject, row, members)),
  }));
}
