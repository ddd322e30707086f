import { z } from 'zod';
import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Module } from '@genkan/domain/modules';
import type { RejectionCode } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';
import { derivedCommandId } from '../bus/derived-command-id.ts';
import type { Import, ImportStore, RowOutcome } from './import-store.ts';
import { readRow, type Line, type ReadRow, type RefusedRow } from './read-row.ts';

/** Rows in one `import-records` command, and so in one entry. */
export const chunkRows = 500;

export type ImportWork = {
  readonly store: ImportStore;
  readonly log: PortalLog;
  readonly execute: (request: CommandRequest) => Promise<Answer>;
};

/** The portal could not answer now: the job tries again later. */
export class ChunkNotTaken extends Error {}
const passing: ReadonlySet<RejectionCode> = new Set(['too-many', 'unavailable', 'behind']);

type Numbered<T> = { readonly row: number } & T;
const isRead = (row: Numbered<ReadRow | { refused: RefusedRow }>): row is Numbered<ReadRow> => !('refused' in row);
const refused = (row: number, { code, column }: RefusedRow): RowOutcome => ({ row, outcome: 'refused', code, column });

const told = z.object({
  rows: z.array(
    z.object({
      outcome: z.enum(['created', 'updated', 'unchanged', 'refused']),
      code: z.string().optional(),
      field: z.string().optional(),
    }),
  ),
});

function outcomesOf(rows: readonly Numbered<ReadRow>[], answer: Answer, { mapping }: Import): RowOutcome[] {
  if (answer.status === 'rejected') return rows.map(({ row }) => refused(row, { code: answer.code, column: null }));
  const columns = new Map(
    Object.entries(mapping.columns).flatMap(([name, to]) => (to === 'ignore' ? [] : [[to.field, name] as const])),
  );
  const outcomes = told.parse(answer.result).rows;
  return rows.map(({ row }, index) => {
    const { outcome = 'refused', code = null, field } = outcomes[index] ?? {};
    return { row, outcome, code, column: field === undefined ? null : (columns.get(field) ?? null) };
  });
}

/** One chunk: read the lines, send those that can be read as one command. */
async function chunkOutcomes(
  { execute }: ImportWork,
  of: Import,
  module: Module,
  chunk: number,
  lines: readonly Line[],
): Promise<RowOutcome[]> {
  const rows = lines.map((line, at) => ({ row: chunk * chunkRows + at + 1, ...readRow(module, of.mapping, line) }));
  const readable = rows.filter(isRead);
  const unread = rows.flatMap((row) => (isRead(row) ? [] : [refused(row.row, row.refused)]));
  if (readable.length === 0) return unread;
  const layout = of.mapping.layout === undefined ? {} : { layout: of.mapping.layout };
  const input = {
    module: of.module,
    rows: readable.map(({ externalId, fields }) => ({ externalId, ...layout, fields })),
  };
  const { portal, member, id } = of;
  const answer = await execute({
    portal,
    member,
    commandId: derivedCommandId(`${id}/${chunk}`),
    name: 'import-records',
    input,
  });
  if (answer.status === 'rejected' && passing.has(answer.code)) throw new ChunkNotTaken(answer.code);
  return [...unread, ...outcomesOf(readable, answer, of)];
}

/** Works an import off from where it stands; may begin again at any point, any number of times. */
export async function workOff(work: ImportWork, id: string): Promise<void> {
  const of = await work.store.import(id);
  const settings = of && (await work.log.settings(of.portal));
  const module = settings?.portal.modules[of?.module ?? ''];
  if (!of || !module) return work.store.finish(id, 'failed');
  for (let next = await work.store.nextChunk(id); next; next = await work.store.nextChunk(id)) {
    await work.store.chunkDone(id, next.chunk, await chunkOutcomes(work, of, module, next.chunk, next.lines));
  }
  await work.store.finish(id, 'done');
}
