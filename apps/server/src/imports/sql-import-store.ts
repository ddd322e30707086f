import { z } from 'zod';
import type { JsonSql } from '@genkan/log/json-sql';
import { importReport, type ImportReport } from './import-shapes.ts';
import type { Import, ImportStore, RowOutcome } from './import-store.ts';
import { mapping } from './mapping.ts';
import type { Line } from './read-row.ts';

const importRow = z.object({ id: z.string(), portal: z.string(), member: z.string(), module: z.string(), mapping });
const chunkRow = z.object({ chunk: z.int(), lines: z.array(z.record(z.string(), z.unknown())) });

/** Outcomes are kept and the chunk's lines forgotten in one statement: a job that begins again meets all or nothing. */
const done = `with done as (delete from import_chunk where import = $1 and chunk = $2)
  insert into import_row (import, row, outcome, code, "column")
  select $1, o.row, o.outcome, o.code, o."column"
  from jsonb_to_recordset($3::jsonb) as o (row int, outcome text, code text, "column" text)
  on conflict (import, row) do update
    set outcome = excluded.outcome, code = excluded.code, "column" = excluded."column"`;

/** The counts are whole; of the refused rows the first thousand are named. */
const report = `select json_build_object('id', i.id, 'module', i.module, 'status', i.status, 'rows', i.rows,
    'counts', (select json_build_object(
      'created', count(*) filter (where outcome = 'created'), 'updated', count(*) filter (where outcome = 'updated'),
      'unchanged', count(*) filter (where outcome = 'unchanged'), 'refused', count(*) filter (where outcome = 'refused'))
      from import_row where import = i.id),
    'refused', (select coalesce(json_agg(r order by r.row), '[]') from (
      select row, code, "column" from import_row where import = i.id and outcome = 'refused' order by row limit 1000) r)
  )::text
  from import i where i.id = $1 and i.portal = $2 and i.member = $3 and i.status <> 'receiving'`;

/** Uploads in the installation's database. */
export class SqlImportStore implements ImportStore {
  readonly #sql: JsonSql;

  constructor(sql: JsonSql) {
    this.#sql = sql;
  }

  /** Whatever was begun long ago is forgotten at the same time: uploads are kept 30 days. */
  async begin({ id, portal, member, module, mapping: columns }: Import): Promise<void> {
    await this.#sql(`delete from import where begun_at < now() - interval '30 days'`, []);
    const statement = `insert into import (id, portal, member, module, mapping) values ($1, $2, $3, $4, $5::jsonb)`;
    await this.#sql(statement, [id, portal, member, module, JSON.stringify(columns)]);
  }

  async addChunk(id: string, chunk: number, lines: readonly Line[]): Promise<void> {
    const statement = `insert into import_chunk (import, chunk, lines) values ($1, $2, $3::jsonb)`;
    await this.#sql(statement, [id, chunk, JSON.stringify(lines)]);
  }

  async received(id: string, rows: number): Promise<void> {
    await this.#sql(`update import set rows = $2, status = 'running' where id = $1`, [id, rows]);
  }

  async discard(id: string): Promise<void> {
    await this.#sql(`delete from import where id = $1`, [id]);
  }

  async import(id: string): Promise<Import | null> {
    const statement = `select json_build_object('id', id, 'portal', portal, 'member', member, 'module', module,
      'mapping', mapping)::text from import where id = $1 and status = 'running'`;
    const [row] = await this.#sql(statement, [id]);
    return row === undefined ? null : importRow.parse(JSON.parse(row));
  }

  async nextChunk(id: string): Promise<{ readonly chunk: number; readonly lines: readonly Line[] } | null> {
    const statement = `select json_build_object('chunk', chunk, 'lines', lines)::text from import_chunk
      where import = $1 order by chunk limit 1`;
    const [row] = await this.#sql(statement, [id]);
    return row === undefined ? null : chunkRow.parse(JSON.parse(row));
  }

  async chunkDone(id: string, chunk: number, outcomes: readonly RowOutcome[]): Promise<void> {
    await this.#sql(done, [id, chunk, JSON.stringify(outcomes)]);
  }

  async running(): Promise<readonly string[]> {
    const rows = await this.#sql(`select to_json(id)::text from import where status = 'running' order by begun_at`, []);
    return rows.map((row) => z.string().parse(JSON.parse(row)));
  }

  async finish(id: string, status: 'done' | 'failed'): Promise<void> {
    await this.#sql(`update import set status = $2 where id = $1`, [id, status]);
  }

  async report(portal: string, member: string, id: string): Promise<ImportReport | null> {
    const [row] = await this.#sql(report, [id, portal, member]);
    return row === undefined ? null : importReport.parse(JSON.parse(row));
  }
}
