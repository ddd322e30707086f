import type { Criteria } from './contract.ts';
import type { Condition, Where } from './where.ts';

/** What a list asks, as the server is asked it. Null: it cannot be asked there (`contains`). */
export function criteriaOf(where: Where = {}): Criteria | null {
  const parts = Object.entries(where).flatMap(([field, condition]) =>
    condition === undefined ? [] : asked(field, condition),
  );
  const told = parts.filter((part) => part !== null);
  return told.length < parts.length ? null : { and: told };
}

function asked(field: string, condition: Condition): readonly (Criteria | null)[] {
  if (condition === null || typeof condition !== 'object' || Array.isArray(condition))
    return [{ field, is: 'is', value: condition as Extract<Criteria, { field: string }>['value'] }];
  const {
    in: choices,
    gte,
    lte,
    contains,
  } = condition as Exclude<Condition, string | number | boolean | null> & object as {
    readonly in?: readonly never[];
    readonly gte?: never;
    readonly lte?: never;
    readonly contains?: string;
  };
  return [
    ...(choices === undefined ? [] : [{ or: choices.map((value): Criteria => ({ field, is: 'is', value })) }]),
    ...(gte === undefined ? [] : [{ field, is: 'at-least', value: gte } as const]),
    ...(lte === undefined ? [] : [{ field, is: 'at-most', value: lte } as const]),
    ...(contains === undefined ? [] : [null]),
  ];
}
