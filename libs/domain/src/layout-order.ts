import type { Module } from './modules.ts';

/**
 * The layouts in the order a new record looks for one: `Standard`, then by name. A database need not give back the names
 * of an object in the order they were put.
 */
export function layoutOrder(layouts: Module['layouts']): readonly string[] {
  const others = Object.keys(layouts).filter((name) => name !== 'Standard');
  return [...(Object.hasOwn(layouts, 'Standard') ? ['Standard'] : []), ...others.sort()];
}
