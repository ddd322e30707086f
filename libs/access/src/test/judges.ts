import type { Member } from '@genkan/domain/members';
import { abilityOf } from '../compile.ts';
import { memberKeys } from '../member-keys.ts';
import { scopeOf, whereSql } from '../where.ts';
import type { World } from './arbitraries.ts';
import { allKnown } from './known-rows.ts';

/** A database that answers rows; any of PGlite and PostgreSQL. */
export type Rows = (sql: string, params: unknown[]) => Promise<readonly Record<string, unknown>[]>;

const tables = [
  `create table record (portal text, module text, id text, layout text, fields jsonb, deleted boolean, primary key (portal, module, id))`,
  `create table record_key (portal text, module text, key text, record text, primary key (portal, module, key, record))`,
];

export async function createTables(rows: Rows): Promise<void> {
  for (const table of tables) await rows(table, []);
}

/** Stores the records of a world in place of those before, under two portals: the other portal's must never be met. */
export async function store(rows: Rows, { portal, records }: World): Promise<void> {
  await rows('delete from record_key', []);
  await rows('delete from record', []);
  const all = JSON.stringify(records);
  for (const one of [portal.id, 'another']) {
    await rows(
      `insert into record select $1, module, id, layout, fields, deleted from jsonb_to_recordset($2::text::jsonb) as t(module text, id text, layout text, fields jsonb, deleted boolean)`,
      [one, all],
    );
    await rows(
      `insert into record_key select $1, module, k, id from jsonb_to_recordset($2::text::jsonb) as t(module text, id text, keys jsonb), jsonb_array_elements_text(keys) k`,
      [one, all],
    );
  }
}

/** The ids the SQL condition finds for a member, over all modules. */
export async function foundBySql(rows: Rows, world: World, member: Member): Promise<ReadonlySet<string>> {
  const ability = abilityOf(world.portal, member);
  const keys = memberKeys(world.portal, ability, member, allKnown(world.records));
  const found = new Set<string>();
  for (const module of Object.keys(world.portal.modules)) {
    const scope = scopeOf(ability, keys, module);
    if (scope === null) continue;
    const params: unknown[] = [];
    const where = whereSql(world.portal.id, scope, (value) => `$${params.push(value)}`);
    const answer = await rows(`select r.id from record r where ${where}`, params);
    for (const row of answer) found.add(String(row['id']));
  }
  return found;
}
