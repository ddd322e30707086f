import { z } from 'zod';
import { lookupsTo } from '@genkan/domain/base-lookups';
import { layoutOrder } from '@genkan/domain/layout-order';
import type { Module } from '@genkan/domain/modules';
import { apiName, userTypeId } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { Tab, UserType } from '@genkan/domain/user-types';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const relatedTab = z.strictObject({
  module: apiName,
  label: z.string(),
  /** Those that lead to the base; the first is preset when a user type is made. */
  lookups: z.array(z.strictObject({ field: apiName, label: z.string() })),
  layouts: z.array(z.strictObject({ name: apiName, label: z.string(), canvas: z.boolean() })),
  /** What the user type was given of it; null: it is not ticked, or no user type was named. */
  chosen: z
    .strictObject({ paths: z.array(z.string()), layouts: z.array(apiName), view: z.enum(['list', 'canvas']) })
    .nullable(),
});

const chosenOf = ({ reaches, layouts, view }: Tab) => ({
  paths: reaches.flatMap((one) => (one.kind === 'related' ? [one.path] : [])),
  layouts: Object.keys(layouts).sort(),
  view,
});

function told(module: Module, lookups: readonly string[], tab: Tab | undefined): z.output<typeof relatedTab> {
  const layouts = layoutOrder(module.layouts).flatMap((name) => module.layouts[name] ?? []);
  return {
    module: module.name,
    label: module.label,
    lookups: lookups.map((field) => ({ field, label: module.fields[field]?.label ?? field })),
    layouts: layouts.map(({ name, label, canvas }) => ({ name, label, canvas: canvas !== undefined })),
    chosen: tab ? chosenOf(tab) : null,
  };
}

function typeOn({ portal }: Rights, base: string, id: string | undefined): UserType | null {
  if (id === undefined) return null;
  const type = Object.hasOwn(portal.userTypes, id) ? portal.userTypes[id] : undefined;
  if (type?.base !== base) throw new Rejected('not-found');
  return type;
}

/** S0-49, S0-50, S0-57: what a setup can choose from. */
export const relatedTabsRead = defineRead({
  name: 'related-tabs',
  summary: 'The modules with a lookup to a base module, what a setup can choose of them and, for a user type, chose.',
  path: '/related-tabs/:base',
  input: z.strictObject({
    base: apiName,
    userType: userTypeId.optional().describe('One on this base: what it was given is told too'),
  }),
  answer: z.strictObject({
    base: apiName,
    /** Whether another lookup than the first may be chosen while a user type is made. */
    filterAtCreate: z.boolean(),
    tabs: z.array(relatedTab),
  }),
  async run({ rights: rightsNow }, { base, userType }) {
    const rights = await rightsNow();
    requireRight(rights, 'configure');
    const { head, portal } = rights;
    if (!Object.hasOwn(portal.modules, base)) throw new Rejected('not-found');
    const type = typeOn(rights, base, userType);
    const tabs = Object.values(portal.modules).flatMap((module) => {
      const lookups = module.managed ? [] : lookupsTo(module, base);
      return lookups.length === 0 ? [] : [told(module, lookups, type?.tabs[module.name])];
    });
    tabs.sort((a, b) => (a.module < b.module ? -1 : 1));
    return { head, answer: { base, filterAtCreate: portal.profile.filterAtCreate === true, tabs } };
  },
});
