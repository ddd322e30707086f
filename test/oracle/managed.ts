import type { Field, Module, PortalUser, Row, Seen, State } from './shapes.ts';

/** The modules the house keeps itself while compliance is on: their shape is data here, as that of the predefined ones. */
const requests = [
  ...[
    'Kind',
    'Status',
    'FiledBy',
    'Details',
    'ReceivedAt',
    'DueOn',
    'DueUntil',
    'Extended',
    'ExtensionReason',
    'Overdue',
  ],
  ...['IdentityAsked', 'IdentityMethod', 'RefusalCode', 'Notice', 'Outcome', 'AnsweredAt'],
  ...['LiftingAnnounced', 'LiftingReason', 'LiftedAt'],
];
const consents = [
  ...[
    'Purpose',
    'Basis',
    'State',
    'Allowed',
    'Version',
    'Wording',
    'GivenBy',
    'GivenAt',
    'How',
    'WithdrawnBy',
    'WithdrawnAt',
  ],
];
const subjects = ['Contacts', 'Leads'];

const lookup = (name: string): Field => ({ name, type: 'lookup', required: false, module: name });
const text = (name: string): Field => ({ name, type: 'text', required: false });
const managed = (name: string, names: readonly string[]): Module => ({
  name,
  fields: Object.fromEntries([...subjects.map(lookup), ...names.map(text)].map((field) => [field.name, field])),
  layouts: { Standard: [...subjects, ...names] },
  paths: {},
});
export const managedModules: readonly Module[] = [managed('DataRequests', requests), managed('Consents', consents)];
export const isManaged = (module: string): boolean => managedModules.some(({ name }) => name === module);

/** Records of another module become persons with the first request about one. */
export function withSubject(state: State, subject: string): State {
  const modules = managedModules.flatMap(({ name }) => {
    const held = state.modules[name];
    return held === undefined || subject in held.fields ? [] : [held];
  });
  const wider = modules.map((one): [string, Module] => [
    one.name,
    {
      ...one,
      fields: { [subject]: lookup(subject), ...one.fields },
      layouts: { Standard: [subject, ...(one.layouts['Standard'] ?? [])] },
    },
  ]);
  return { ...state, modules: { ...state.modules, ...Object.fromEntries(wider) } };
}

export const nothing: Seen['may'] = { edit: [], delete: false, copy: false, restore: false };

/** How the person proved who he is stays with the officer. */
const officersOwn = new Set(['IdentityMethod']);

/**
 * S0-94, S0-98 to S0-100: a portal user reads what stands about himself and about persons he added, and changes it by
 * no other commands than its own.
 */
export function seenByPerson(state: State, member: PortalUser, row: Row): Seen | null {
  const fields = Object.values(state.modules[row.module]?.fields ?? {});
  const persons = fields.flatMap(({ name, type }) => (type === 'lookup' ? [row.fields[name]] : []));
  const added = (id: unknown): boolean => {
    const subject = typeof id === 'string' ? state.rows.get(id) : undefined;
    return subject !== undefined && !subject.deleted && subject.createdBy === member.id;
  };
  if (!persons.some((id) => id === member.record || added(id))) return null;
  const names = fields.map(({ name }) => name).filter((name) => !officersOwn.has(name));
  return {
    layout: row.layout,
    fields: Object.fromEntries(names.map((name) => [name, row.fields[name] ?? null])),
    may: nothing,
  };
}
