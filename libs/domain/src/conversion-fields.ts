import type { Field, FieldType } from './fields.ts';
import type { Portal } from './portal.ts';
import { longestValue } from './field-values.ts';

const numbers: ReadonlySet<FieldType> = new Set(['integer', 'decimal', 'money', 'percent']);
const texts: ReadonlySet<FieldType> = new Set(['text', 'long-text', 'email', 'phone', 'url', 'choice']);
const written: ReadonlySet<FieldType> = new Set(['text', 'long-text']);

function choicesProblem(from: Field, to: Field): string | null {
  const offered = new Set(to.choices);
  return (from.choices ?? []).every((choice) => offered.has(choice)) ? null : 'Offer every choice of the lead’s field.';
}

function sameTypeProblem(from: Field, to: Field): string | null {
  if (from.type === 'lookup') return from.module === to.module ? null : 'Both must lead to the same module.';
  return from.type === 'choice' || from.type === 'multi-choice' ? choicesProblem(from, to) : null;
}

/** Why not every value of one field can be stored in the other; null: it can. */
export function mappingProblem(from: Field, to: Field): string | null {
  if (texts.has(from.type) && written.has(to.type)) {
    return longestValue(from) <= longestValue(to) ? null : 'It is too short for what the lead’s field can hold.';
  }
  if (from.type === to.type) return sameTypeProblem(from, to);
  const widens = numbers.has(from.type) && numbers.has(to.type) && to.type !== 'integer';
  return widens ? null : 'Its type cannot take the values of the lead’s field.';
}

export type LeadLookup = { readonly module: string; readonly from: string; readonly to: string };

/** The lookups to Leads with the lookup to Contacts that takes their place; those without one are left out. */
export function leadLookups({ modules, conversion }: Portal): LeadLookup[] {
  return Object.values(modules).flatMap(({ name: module, fields }) => {
    const leadingTo = (target: string) =>
      Object.values(fields).flatMap((field) =>
        field.type === 'lookup' && field.module === target ? [field.name] : [],
      );
    const contacts = leadingTo('Contacts');
    const only = contacts.length === 1 ? contacts[0] : undefined;
    return leadingTo('Leads').flatMap((from) => {
      const to = conversion.lookups[module]?.[from] ?? only;
      return to === undefined ? [] : [{ module, from, to }];
    });
  });
}
