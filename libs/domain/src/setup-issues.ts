import type { Module } from './modules.ts';
import type { Portal } from './portal.ts';
import type { Issue } from './rejected.ts';
import type { Reach, Tab, UserType } from './user-types.ts';
import { criteriaIssues } from './criteria-issues.ts';
import { issuesFor } from './given-fields.ts';
import { endOf, moduleNamed, stepsOf } from './lookup-paths.ts';

type Related = Extract<Reach, { kind: 'related' }>;

/** A path from the record and one from the member's own record have at most this many lookups together. */
const longestWalk = 4;

function layoutIssues(module: Module, layouts: Tab['layouts'], path: string): Issue[] {
  return Object.entries(layouts).flatMap(([name, visible]) => {
    const layout = Object.hasOwn(module.layouts, name) ? module.layouts[name] : undefined;
    if (layout === undefined) return [{ path: `${path}.${name}`, message: 'There is no such layout.' }];
    const held = new Set(layout.fields);
    const unknown = visible.filter((field) => !held.has(field));
    return issuesFor(
      unknown.map((field) => `${path}.${name}.${field}`),
      'The layout has no such field.',
    );
  });
}

/** Fields that may be written must be seen somewhere; unique ones are written by staff only (SEC-30). */
function writtenIssues(
  module: Module,
  written: readonly string[],
  visible: ReadonlySet<string>,
  path: string,
): Issue[] {
  const hidden = written.filter((field) => !visible.has(field));
  const unique = written.filter((field) => visible.has(field) && module.fields[field]?.unique === true);
  return [
    ...issuesFor(
      hidden.map((field) => `${path}.${field}`),
      'Make the field visible first.',
    ),
    ...issuesFor(
      unique.map((field) => `${path}.${field}`),
      'Only staff may set a unique field.',
    ),
  ];
}

/** Related records are those from which a path leads to the base, or to what the member's own record leads to (S0-49). */
function relatedProblem(portal: Portal, module: Module, base: string, { path, own }: Related): string | null {
  const steps = stepsOf(module, path);
  const end = steps && endOf(portal.modules, module.name, steps);
  if (!steps || end === null) return 'There is no such path. Declare it first.';
  if (steps.length + own.length > longestWalk) return `Use at most ${longestWalk} lookups in all.`;
  const ownEnd = endOf(portal.modules, base, own);
  if (ownEnd === null) return 'The path from the own record needs lookups of the base module.';
  return end === ownEnd ? null : 'The path does not lead to the base module of the user type.';
}

function reachIssues(portal: Portal, module: Module, base: string, reach: Reach, path: string): Issue[] {
  if (reach.kind === 'self' && module.name !== base) {
    return [{ path, message: 'Only a record of the base module can be the own record.' }];
  }
  const message = reach.kind === 'related' ? relatedProblem(portal, module, base, reach) : null;
  return message === null ? [] : [{ path, message }];
}

/** A mandatory field that is hidden or view-only makes creating impossible: it is said when saving (S0-68). */
function createIssues(module: Module, { create, layouts }: Tab, path: string): Issue[] {
  if (create === null) return [];
  return Object.entries(layouts).flatMap(([name, visible]) => {
    const settable = new Set(create.filter((field) => visible.includes(field)));
    const closed = (module.layouts[name]?.fields ?? []).filter((one) => {
      const field = module.fields[one];
      return field?.required === true && field.default === undefined && !settable.has(one);
    });
    return issuesFor(
      closed.map((field) => `${path}.create.${name}.${field}`),
      'This mandatory field must be visible and settable, or creating must be switched off.',
    );
  });
}

/** A canvas is offered only where there is one (S0-53). */
function viewIssues(module: Module, { view, layouts }: Tab, path: string): Issue[] {
  if (view === 'list' || Object.keys(layouts).some((name) => module.layouts[name]?.canvas !== undefined)) return [];
  return [{ path: `${path}.view`, message: 'None of the layouts has a canvas. Define one, or choose the list.' }];
}

function tabIssues(portal: Portal, base: string, name: string, tab: Tab): Issue[] {
  const path = `tabs.${name}`;
  const module = moduleNamed(portal.modules, name);
  if (module === null || module.managed) return [{ path, message: 'There is no such module.' }];
  const visible = new Set(Object.values(tab.layouts).flat());
  return [
    ...layoutIssues(module, tab.layouts, `${path}.layouts`),
    ...tab.reaches.flatMap((reach, n) => [
      ...reachIssues(portal, module, base, reach, `${path}.reaches.${n}`),
      ...writtenIssues(module, reach.edit, visible, `${path}.reaches.${n}.edit`),
    ]),
    ...writtenIssues(module, tab.create ?? [], visible, `${path}.create`),
    ...createIssues(module, tab, path),
    ...viewIssues(module, tab, path),
    ...(tab.criteria === null ? [] : criteriaIssues(module, tab.criteria, `${path}.criteria`)),
  ];
}

/** What is wrong with the whole setup of a user type: a setup is one unit of work (S0-69). */
export const setupIssues = (portal: Portal, { base, tabs }: Pick<UserType, 'base' | 'tabs'>): Issue[] =>
  Object.entries(tabs).flatMap(([name, tab]) => tabIssues(portal, base, name, tab));

/** What a change of a module would break in user types that stand. What was wrong before is no reason to refuse. */
export function brokenSetups(before: Portal, module: Module): Issue[] {
  const after = { ...before, modules: { ...before.modules, [module.name]: module } };
  return Object.values(before.userTypes).flatMap((type) => {
    const known = new Set(setupIssues(before, type).map((issue) => issue.path));
    const fresh = setupIssues(after, type).filter((issue) => !known.has(issue.path));
    return fresh.map(({ path, message }) => ({ path: `userTypes.${type.id}.${path}`, message }));
  });
}
