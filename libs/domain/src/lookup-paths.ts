import type { Module } from './modules.ts';
import type { Portal } from './portal.ts';

type Modules = Portal['modules'];

/** A module by name, never what an object inherits (SEC-14). */
export const moduleNamed = (modules: Modules, name: string): Module | null =>
  Object.hasOwn(modules, name) ? (modules[name] ?? null) : null;

/** The module where a walk along lookups ends, or null where a step is no lookup. */
export function endOf(modules: Modules, start: string, steps: readonly string[]): string | null {
  let at: string | null = start;
  for (const step of steps) {
    const fields: Module['fields'] = at === null ? {} : (moduleNamed(modules, at)?.fields ?? {});
    const field = Object.hasOwn(fields, step) ? fields[step] : undefined;
    at = field?.type === 'lookup' ? (field.module ?? null) : null;
  }
  return at;
}

/** The steps of a path: one lookup always is one, longer ones are declared. */
export function stepsOf(module: Module, path: string): readonly string[] | null {
  if (Object.hasOwn(module.paths, path)) return module.paths[path]?.steps ?? null;
  return Object.hasOwn(module.fields, path) ? [path] : null;
}
