import fc from 'fast-check';
import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import { criteriaSql } from '../criteria-sql.ts';
import { meets } from '../criteria.ts';
import { anyCriteria, anyFields } from './criteria-arbitraries.ts';

/** A database that answers one row. */
export type Ask = (sql: string, params: unknown[]) => Promise<Record<string, unknown>>;

const names = ['Stage', 'Amount', 'Tags'];

/** What the database says of each of these records. */
async function judgedBySql(ask: Ask, criteria: Criteria, records: readonly Readonly<Record<string, Value>>[]) {
  const params: unknown[] = [];
  const bind = (value: unknown): string => `$${params.push(value)}`;
  const rows = bind(JSON.stringify(records));
  const condition = criteriaSql(criteria, bind);
  const found = await ask(
    `select json_agg(${condition} order by r.at) as held from jsonb_array_elements(${rows}::text::jsonb) with ordinality r(fields, at)`,
    params,
  );
  return found['held'];
}

/** For random criteria and records, interpreter and SQL printer give the same answers. */
export const criteriaAgree = (ask: Ask, numRuns: number): Promise<void> =>
  fc.assert(
    fc.asyncProperty(
      anyCriteria(names),
      fc.array(anyFields(names), { minLength: 1, maxLength: 12 }),
      async (criteria, records) => {
        const judged = records.map((fields) => meets(criteria, fields));
        const found = await judgedBySql(ask, criteria, records);
        if (JSON.stringify(found) !== JSON.stringify(judged))
          throw new Error(`SQL says ${JSON.stringify(found)}, the interpreter ${JSON.stringify(judged)}`);
      },
    ),
    { numRuns },
  );
