import type { Module } from './modules.ts';
import { layoutOrder } from './layout-order.ts';

/**
 * The lookups of a module that lead to another, in the order its layouts show them, then by name: a database does not
 * keep the order of fields. The first is the one that is preset when a user type is made.
 */
export function lookupsTo(module: Module, target: string): readonly string[] {
  const shown = layoutOrder(module.layouts).flatMap((name) => module.layouts[name]?.fields ?? []);
  const leads = (name: string): boolean => {
    const field = Object.hasOwn(module.fields, name) ? module.fields[name] : undefined;
    return field?.type === 'lookup' && field.module === target;
  };
  return [...new Set([...shown, ...Object.keys(module.fields).sort()])].filter(leads);
}
