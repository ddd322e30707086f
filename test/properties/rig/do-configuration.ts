import type { Reach } from '../../oracle/shapes.ts';
import { configure } from './do-user-types.ts';
import { applied, configured, one, type Doing } from './doing.ts';
import { fresh, lookups, texts } from './ground.ts';

export const defineField: Doing = async (world, { a, b }) => {
  const module = one(Object.keys(texts), a) ?? 'Deals';
  const name = fresh();
  const field =
    b % 3 === 0 ? { name, label: name, type: 'lookup', module: 'Contacts' } : { name, label: name, type: 'text' };
  return applied((await world.send(world.administrator, { name: 'define-field', input: { module, field } })).code);
};
export const defineModule: Doing = async (world) => {
  const name = fresh();
  return applied((await world.send(world.administrator, { name: 'define-module', input: { name, label: name } })).code);
};
const candidates: readonly (readonly [string, readonly string[]])[] = [
  ['Deals', ['Agent', 'Account']],
  ['Deals', ['Contact', 'Account']],
  ['Deals', ['Account', 'Parent', 'Contact']],
  ['Agents', ['Manager', 'Account']],
  ['Contacts', ['ReportsTo', 'Account']],
  ['Accounts', ['Contact', 'ReportsTo']],
];
/** Base module -> where a path ends -> the lookups by which one's own record leads there. */
const ownTo: Readonly<Record<string, Readonly<Record<string, readonly string[]>>>> = {
  Contacts: { Contacts: [], Accounts: ['Account'] },
  Agents: { Agents: [], Accounts: ['Account'], Contacts: ['Manager'] },
};
export const definePath: Doing = async (world, { a, b }) => {
  const open = candidates.filter(([module, steps]) => !world.now.modules[module]?.paths[steps.join('.')]);
  const [module, steps] = one(open, a) ?? [];
  if (module === undefined || !steps) return false;
  const done = await world.definePath(module, steps);
  const type = one(
    configured(world).filter(({ tabs }) => module in tabs),
    b,
  );
  const tab = type?.tabs[module];
  const own = type && ownTo[type.base]?.[lookups.find(([, field]) => field === steps.at(-1))?.[2] ?? ''];
  if (type && tab && own) {
    const reach: Reach = { kind: 'related', path: steps.join('.'), own, edit: [], delete: false, copy: false };
    await configure(world, type.id, {
      ...type.tabs,
      [module]: { ...tab, reaches: [...tab.reaches, reach].slice(-16) },
    });
  }
  return applied(done.code);
};
