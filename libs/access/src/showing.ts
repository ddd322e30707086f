import type { Value } from '@genkan/domain/fields';
import type { Module } from '@genkan/domain/modules';
import type { Shape } from './ability.ts';

/** Shows fields and keeps the last two answers: before and after of the change that everybody is being told of. */
function remembering(names: readonly string[]): Shape['show'] {
  type Fields = Parameters<Shape['show']>[0];
  let last: readonly [Fields, Fields] | null = null;
  let lastButOne: readonly [Fields, Fields] | null = null;
  return (fields) => {
    if (last?.[0] === fields) return last[1];
    if (lastButOne?.[0] === fields) return lastButOne[1];
    const shown: Record<string, Value> = {};
    for (const name of names) shown[name] = fields[name] ?? null;
    lastButOne = last;
    last = [fields, shown];
    return shown;
  };
}

const kept = new WeakMap<Module, Map<string, Shape['show']>>();

/**
 * How a layout's visible fields are shown. User types of a portal that show the same fields share it, and with it the
 * very object of what is shown: five hundred types that differ in criteria cost what one costs (F4).
 */
export function showing(module: Module, visible: ReadonlySet<string>): Shape['show'] {
  const names = [...visible];
  const all = kept.get(module) ?? new Map<string, Shape['show']>();
  kept.set(module, all);
  const show = all.get(names.join()) ?? remembering(names);
  all.set(names.join(), show);
  return show;
}
