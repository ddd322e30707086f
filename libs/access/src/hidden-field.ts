import type { Criteria } from '@genkan/domain/criteria';
import type { CompiledTab } from './ability.ts';

export const fieldsIn = (where: Criteria): string[] =>
  'and' in where ? where.and.flatMap(fieldsIn) : 'or' in where ? where.or.flatMap(fieldsIn) : [where.field];

/** The first of these fields that is hidden on every layout of the tab, or never was: one like the other (SEC-3). */
export const hiddenField = (tab: CompiledTab, fields: readonly string[]): string | undefined =>
  fields.find((field) => ![...tab.layouts.values()].some((visible) => visible.has(field)));
