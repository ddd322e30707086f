import type { Module } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';
import type { Tab } from '@genkan/domain/user-types';

const closed = { edit: [], delete: false, copy: false };

function managedTab({ fields, layouts, managed }: Module, base: string): Tab | null {
  if (!managed?.open) return null;
  const shown = (names: readonly string[]) => names.filter((name) => !managed.hidden.includes(name));
  const lookup = Object.hasOwn(fields, base) && fields[base]?.type === 'lookup' && fields[base].module === base;
  return {
    layouts: Object.fromEntries(Object.values(layouts).map(({ name, fields: names }) => [name, shown(names)])),
    view: 'list',
    criteria: managed.criteria,
    reaches: [
      { kind: 'created', ...closed },
      ...(lookup ? [{ kind: 'related' as const, path: base, own: [], ...closed }] : []),
    ],
    create: null,
  };
}

/**
 * How every portal user reaches managed modules, whatever his user type: what he made, and what is about his own
 * record. The lookup to a person's module has that module's name. Nothing can be written there but by its commands.
 */
export const managedTabs = ({ modules }: Portal, base: string): Readonly<Record<string, Tab>> =>
  Object.fromEntries(
    Object.values(modules).flatMap((module) => {
      const tab = module.managed ? managedTab(module, base) : null;
      return tab ? [[module.name, tab] as const] : [];
    }),
  );
