import { createHash } from 'node:crypto';
import type { Ability, CompiledTab } from './ability.ts';

/** JSON with sorted keys, sets as sorted lists: equal meanings print alike. */
function canonical(value: unknown): unknown {
  if (Array.isArray(value)) return value.map(canonical);
  if (value instanceof Set) return [...value].sort();
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).sort(([a], [b]) => (a < b ? -1 : 1));
  return entries.map(([name, held]) => [name, canonical(held)]);
}

/** Of a layout the order counts too: a view is shown in it. */
const meaningOf = ({ module, reaches, layouts, criteria, create }: CompiledTab): unknown => [
  module,
  canonical(reaches),
  [...layouts].map(([name, visible]) => [name, [...visible]]),
  canonical(criteria),
  canonical(create),
];

/** The same for two abilities that judge and show the same, whatever they were compiled from. */
export function versionOf({ kind, tabs, staffRights }: Omit<Ability, 'version' | 'subject'>): string {
  const meaning = [kind, [...staffRights].sort(), [...tabs.values()].map(meaningOf)];
  return createHash('sha256').update(JSON.stringify(meaning)).digest('base64url');
}
