import { pathName, type Module } from '@genkan/domain/modules';
import type { Portal } from '@genkan/domain/portal';

type Modules = Portal['modules'];

/** A path laid over the modules it crosses: `modules[0]` is where it starts, `modules[n]` what step n - 1 looks up. */
export type Chain = {
  readonly name: string;
  readonly steps: readonly string[];
  readonly modules: readonly string[];
  /** False while old records still lack the key: kept up by writes, usable by no reach. */
  readonly complete: boolean;
};

/** The module a lookup leads to, or null if there is no such lookup. */
export function lookupTarget(modules: Modules, module: string, field: string): string | null {
  const fields = ownModule(modules, module)?.fields;
  const found = fields && Object.hasOwn(fields, field) ? fields[field] : undefined;
  const target = found?.type === 'lookup' ? found.module : undefined;
  return target !== undefined && ownModule(modules, target) ? target : null;
}

/** A module by name, never what an object inherits (SEC-14). */
export const ownModule = (modules: Modules, name: string): Module | undefined =>
  Object.hasOwn(modules, name) ? modules[name] : undefined;

/** The modules a walk crosses, starting with the first; null where a step is no lookup. */
export function crossed(modules: Modules, start: string, steps: readonly string[]): readonly string[] | null {
  const all = [start];
  for (const step of steps) {
    const target = lookupTarget(modules, all.at(-1) ?? start, step);
    if (target === null) return null;
    all.push(target);
  }
  return all;
}

function chainOf(modules: Modules, start: string, steps: readonly string[], complete: boolean): readonly Chain[] {
  const met = crossed(modules, start, steps);
  return met ? [{ name: pathName(steps), steps, modules: met, complete }] : [];
}

function chainsOfModule(modules: Modules, module: Module): ReadonlyMap<string, Chain> {
  const single = Object.keys(module.fields).flatMap((field) => chainOf(modules, module.name, [field], true));
  const declared = Object.values(module.paths)
    .filter(({ steps }) => steps.length > 1)
    .flatMap(({ steps, state }) => chainOf(modules, module.name, steps, state === 'complete'));
  return new Map(
    [...single, ...declared].map((chain) => [chain.name, chain] as const).sort(([a], [b]) => (a < b ? -1 : 1)),
  );
}

const kept = new WeakMap<Modules, ReadonlyMap<string, ReadonlyMap<string, Chain>>>();

/** All paths of all modules by name: every lookup is one of length one, longer ones are declared. Kept per settings value. */
export function chainsOf({ modules }: Portal): ReadonlyMap<string, ReadonlyMap<string, Chain>> {
  const before = kept.get(modules);
  if (before) return before;
  const all = new Map(
    Object.entries(modules).map(([name, module]) => [name, chainsOfModule(modules, module)] as const),
  );
  kept.set(modules, all);
  return all;
}
