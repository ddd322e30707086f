import type { Portal } from '@genkan/domain/portal';
import type { Ability, CompiledTab } from './ability.ts';
import { ownModule } from './paths.ts';

type Mandatory = Record<string, string[]>;

/** A mandatory field that has no default and cannot be set closes its layout: nothing can be made there (S0-68). */
function mandatoryOf(portal: Portal, { module: name, layouts, create }: CompiledTab): Mandatory {
  const module = ownModule(portal.modules, name);
  if (!module || create === null) return {};
  const named = [...layouts].map(([layout, visible]) => {
    const must = (module.layouts[layout]?.fields ?? []).filter((field) => {
      const { required = false, default: preset } = module.fields[field] ?? {};
      return required && preset === undefined;
    });
    return { layout, must, open: must.every((field) => visible.has(field) && create.has(field)) };
  });
  return Object.fromEntries(named.filter(({ open }) => open).map(({ layout, must }) => [layout, must.sort()]));
}

/**
 * Module -> layout -> the fields that must be given to make a record there. A module or layout that is not named is one
 * where nothing can be made.
 */
export const mandatory = (portal: Portal, { tabs }: Ability): Record<string, Mandatory> =>
  Object.fromEntries(
    [...tabs]
      .map(([name, tab]) => [name, mandatoryOf(portal, tab)] as const)
      .filter(([, on]) => Object.keys(on).length > 0),
  );
