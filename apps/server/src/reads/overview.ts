import { z } from 'zod';
import type { Known, Question } from '@genkan/domain/known';
import { layoutOrder } from '@genkan/domain/layout-order';
import type { Layout, Module } from '@genkan/domain/modules';
import { apiName, userTypeId } from '@genkan/domain/names';
import { tab, type Tab } from '@genkan/domain/user-types';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const field = z.strictObject({
  name: apiName,
  label: z.string(),
  visible: z.boolean(),
  /** Seen, and by no reach changed (S0-66). */
  viewOnly: z.boolean(),
  mandatory: z.boolean(),
});
const shownTab = z.strictObject({
  module: apiName,
  label: z.string(),
  layouts: z.array(z.strictObject({ name: apiName, label: z.string(), fields: z.array(field) })),
  /** As `configure-user-type` takes it. */
  setup: tab,
});
const shownType = z.strictObject({
  id: userTypeId,
  name: z.string(),
  base: apiName,
  isDefault: z.boolean(),
  users: z.strictObject({ active: z.int(), inactive: z.int() }),
  tabs: z.array(shownTab),
});

/** A granted layout with all its fields: those that were left out stand there as not visible (S0-64, S0-65). */
function layoutOf(module: Module, { name, label, fields }: Layout, { layouts, reaches }: Tab) {
  const visible = new Set(layouts[name]);
  const changed = new Set(reaches.flatMap(({ edit }) => edit));
  return {
    name,
    label,
    fields: fields.map((one) => ({
      name: one,
      label: module.fields[one]?.label ?? one,
      visible: visible.has(one),
      viewOnly: visible.has(one) && !changed.has(one),
      mandatory: module.fields[one]?.required ?? false,
    })),
  };
}

function tabOf(module: Module, setup: Tab): z.output<typeof shownTab> {
  const granted = layoutOrder(module.layouts).filter((name) => Object.hasOwn(setup.layouts, name));
  const layouts = granted.flatMap((name) => module.layouts[name] ?? []).map((one) => layoutOf(module, one, setup));
  return { module: module.name, label: module.label, layouts, setup };
}

function usersOf(known: Known, userType: string): { active: number; inactive: number } {
  const statuses = known.membersOf(userType).map(({ status }) => status);
  const count = (status: string) => statuses.filter((one) => one === status).length;
  return { active: count('active'), inactive: count('inactive') };
}

/** S0-41: what was set up, on one page: the portal, its user types, their tabs and the rights on each field. */
export const overviewRead = defineRead({
  name: 'overview',
  summary: 'What was set up: the portal, its user types with their users, tabs and fields.',
  path: '/overview',
  input: z.strictObject({}),
  answer: z.strictObject({
    portal: z.strictObject({ company: z.string(), name: z.string(), slug: z.string(), plan: z.string() }),
    userTypes: z.array(shownType),
  }),
  async run({ log, rights: rightsNow }) {
    const rights = await rightsNow();
    requireRight(rights, 'configure');
    const { head, portal } = rights;
    const types = Object.values(portal.userTypes);
    const ask = types.map(({ id }): Question => ({ ask: 'members-of', userType: id }));
    const { known } = await log.gather(portal.id, ask);
    const userTypes = types.map(({ tabs, ...type }) => ({
      ...type,
      users: usersOf(known, type.id),
      tabs: Object.entries(tabs)
        .sort(([a], [b]) => (a < b ? -1 : 1))
        .flatMap(([name, setup]) => {
          const module = portal.modules[name];
          return module ? [tabOf(module, setup)] : [];
        }),
    }));
    userTypes.sort((a, b) => Number(b.isDefault) - Number(a.isDefault) || (a.name < b.name ? -1 : 1));
    const { company, name, slug, plan } = portal.profile;
    return { head, answer: { portal: { company, name, slug, plan }, userTypes } };
  },
});
