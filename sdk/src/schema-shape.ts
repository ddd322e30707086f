import type { Ability } from './ability.ts';
import type { AbilityCard } from './contract.ts';

/** What a user type may see and do, as names with what they mean: what types are printed from, and compared by. */
export type SchemaShape = Readonly<Record<string, string>>;
/** How what may be seen and done differs from what the types were printed from. */
export type SchemaDiff = {
  readonly added: readonly string[];
  readonly removed: readonly string[];
  readonly changed: readonly string[];
};

/** `Deals`, `Deals.Stage` and `command close-deal`, each with all that its types depend on. */
export function shapeOf(card: AbilityCard): SchemaShape {
  const shape: Record<string, string> = {};
  for (const name of card.commands) shape[`command ${name}`] = '';
  for (const [module, tab] of Object.entries(card.tabs)) {
    const editable = new Set(tab.rights.flatMap(({ edit }) => edit));
    const layouts = Object.values(tab.layouts);
    const actions = (['delete', 'copy', 'restore'] as const).filter((each) => tab.rights.some((right) => right[each]));
    shape[module] = [...actions, ...(tab.create ? ['create', ...tab.create] : [])].join(' ');
    for (const [field, { type, required, choices = [], module: target = '' }] of Object.entries(tab.fields)) {
      const writable = editable.has(field) ? 'writable' : 'read-only';
      const on = layouts.every((shown) => shown.includes(field)) ? 'always' : 'on some layouts';
      shape[`${module}.${field}`] = JSON.stringify([type, required, choices, target, writable, on]);
    }
  }
  return shape;
}

/** Null: the types fit. */
export function schemaDiff(printed: SchemaShape, card: AbilityCard): SchemaDiff | null {
  const now = shapeOf(card);
  const added = Object.keys(now).filter((name) => !(name in printed));
  const removed = Object.keys(printed).filter((name) => !(name in now));
  const changed = Object.keys(now).filter((name) => name in printed && printed[name] !== now[name]);
  return added.length + removed.length + changed.length === 0 ? null : { added, removed, changed };
}

type Compared = { readonly ability: Ability; schema: SchemaDiff | undefined; tellStatus(): void };

/** Tells the status how rights differ from what the types were printed from, now and whenever they change. */
export function compared(printed: SchemaShape, client: Compared): void {
  const compare = (): void => {
    const { card } = client.ability;
    client.schema = (card && schemaDiff(printed, card)) ?? undefined;
    client.tellStatus();
  };
  client.ability.onChange(compare);
  compare();
}
