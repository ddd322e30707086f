/** Does a command of the first administrator and gives its result; a refusal is thrown. */
export type Act = (name: string, input: unknown) => Promise<Readonly<Record<string, unknown>>>;

/** The record of this name in the seed, where a lookup asks for an id. */
export type Ref = { readonly ref: string };
type FieldValue = string | number | boolean | null | readonly string[] | Ref;

/** What stands in a portal before a test begins, by names of the test's own. In this order: commands, records, user types, members. */
export type Seed = {
  /** Whatever else is to be: modules, fields, layouts, paths. */
  readonly commands?: readonly (readonly [name: string, input: unknown])[];
  readonly records?: Readonly<
    Record<string, { readonly module: string; readonly fields: Readonly<Record<string, FieldValue>> }>
  >;
  readonly userTypes?: Readonly<Record<string, { readonly base: 'Leads' | 'Contacts'; readonly tabs: object }>>;
  readonly members?: Readonly<
    Record<string, { readonly userType: string; readonly record: string; readonly email?: string }>
  >;
};
type Ids = Readonly<Record<string, string>>;
/** What became of it: ids by the names of the seed. */
export type Seeded = { readonly records: Ids; readonly userTypes: Ids; readonly members: Ids };

export async function sow(
  { commands = [], records = {}, userTypes = {}, members = {} }: Seed,
  act: Act,
): Promise<Seeded> {
  for (const [name, input] of commands) await act(name, input);
  const made = await each(records, async (_, { module, fields }, before) => {
    const values = Object.entries(fields).map(([field, value]) => [
      field,
      isRef(value) ? idOf(before, value.ref) : value,
    ]);
    return (await act('create-record', { module, fields: Object.fromEntries(values) }))['id'];
  });
  const types = await each(userTypes, async (name, { base, tabs }) => {
    const { userType } = await act('create-user-type', { name, base });
    await act('configure-user-type', { userType, tabs });
    return userType;
  });
  const entered = await each(members, async (name, { userType, record, email = `${name}@example.com` }) => {
    const input = { userType: idOf(types, userType), record: idOf(made, record), email };
    return (await act('add-member', input))['member'];
  });
  return { records: made, userTypes: types, members: entered };
}

async function each<T>(
  named: Readonly<Record<string, T>>,
  make: (name: string, thing: T, before: Ids) => Promise<unknown>,
): Promise<Ids> {
  const ids: Record<string, string> = {};
  for (const [name, thing] of Object.entries(named)) ids[name] = String(await make(name, thing, ids));
  return ids;
}

/** What the seed calls so. */
export function idOf(ids: Ids, name: string): string {
  const id = ids[name];
  if (id === undefined) throw new Error(`The seed has no ${name}; it has ${Object.keys(ids).join(', ') || 'nothing'}.`);
  return id;
}

const isRef = (value: FieldValue): value is Ref => typeof value === 'object' && value !== null && 'ref' in value;
