import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { abilityOf } from '../compile.ts';
import { memberKeys } from '../member-keys.ts';
import { scopeOf, whereSql } from '../where.ts';
import type { World } from './arbitraries.ts';
import { allKnown } from './known-rows.ts';

/** A database that answers rows; any of PGlite and PostgreSQL. */
export type Rows = (sql: string, params: unknown[]) => Promise<readonly Record<string, unknown>[]>;

const tables = [
  `create table record (portal text, module text, id text, layout text, fields jsonb, deleted boolean, restricted boolean, primary key (portal, module, id))`,
  `create table record_key (portal text, module text, key text, record text, primary key (portal, module, key, record))`,
];

export async function createTables(rows: Rows): Promise<void> {
  for (const table of tables) await rows(table, []);
}

const insertRecords = `insert into record select $1, module, id, layout, fields, deleted, restricted
  from jsonb_to_recordset($2::text::jsonb) as t(module text, id text, layout text, fields jsonb, deleted boolean, restricted boolean)`;
const insertKeys = `insert into record_key select $1, module, k, id
  from jsonb_to_recordset($2::text::jsonb) as t(module text, id text, keys jsonb), jsonb_array_elements_text(keys) k`;

/** The same ids as another portal might hold them: living, well laid out, and under every key of their module. */
const openToAll = (records: readonly RecordState[]): readonly RecordState[] =>
  records.map((record) => {
    const keys = records.filter(({ module }) => module === record.module).flatMap((one) => one.keys);
    return { ...record, layout: 'Standard', deleted: false, restricted: false, keys: [...new Set(keys)] };
  });

/** Stores the records of a world in place of those before; beside them another portal's, which must never be met. */
export async function store(rows: Rows, { portal, records }: World): Promise<void> {
  await rows('delete from record_key', []);
  await rows('delete from record', []);
  const stored = [
    [portal.id, JSON.stringify(records)],
    ['another', JSON.stringify(openToAll(records))],
  ];
  for (const params of stored) {
    await rows(insertRecords, params);
    await rows(insertKeys, params);
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
