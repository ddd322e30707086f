import type { ToldSchema } from './schema.ts';

type Tab = ToldSchema['card']['tabs'][string];

const layoutsWith = ({ layouts }: Tab, field: string): readonly string[] =>
  Object.keys(layouts).filter((name) => layouts[name]?.includes(field));

/**
 * `Deals`, `Deals.Stage` and `command create-record`, each with all that types say of it: what differs between two of
 * these is what changed for those who wrote against the types. Labels are no part of it.
 */
export function namesOf({ card, mandatory, commands }: ToldSchema): ReadonlyMap<string, string> {
  const names = new Map<string, string>();
  for (const name of card.commands) {
    const { action = null, input = null } = commands.find((one) => one.name === name) ?? {};
    names.set(`command ${name}`, JSON.stringify([input, action === 'create' ? mandatory : null]));
  }
  for (const [module, tab] of Object.entries(card.tabs)) {
    names.set(module, JSON.stringify([Object.keys(tab.layouts), tab.create, tab.rights]));
    for (const [field, { label: _, ...meaning }] of Object.entries(tab.fields)) {
      const edit = tab.rights.map((rights) => rights.edit.includes(field));
      names.set(`${module}.${field}`, JSON.stringify([meaning, edit, layoutsWith(tab, field)]));
    }
  }
  return names;
}

/** The names that one has and the other has not, or has otherwise. */
export function differing(before: ReadonlyMap<string, string>, after: ReadonlyMap<string, string>): string[] {
  const all = new Set([...before.keys(), ...after.keys()]);
  return [...all].filter((name) => before.get(name) !== after.get(name)).sort();
}
