import { Rejected } from '@genkan/domain/rejected';
import type { Import, ImportStore } from './import-store.ts';
import type { Line } from './read-row.ts';
import { chunkRows } from './work-off.ts';

/** Every column of the file must be said to go somewhere, even if it is to nothing: none is dropped unsaid. */
function requireMapped(line: Line, { mapping }: Import): void {
  const unmapped = Object.keys(line).find(
    (name) => name !== mapping.externalId && !Object.hasOwn(mapping.columns, name),
  );
  if (unmapped === undefined) return;
  const issue = {
    path: 'mapping.columns',
    message: 'A column of the file is not named. Map it to a field or to "ignore".',
  };
  throw new Rejected('invalid', undefined, { issues: [issue] });
}

/** Stores a file chunk by chunk as it streams in; a file that cannot be read to its end leaves nothing. How many rows. */
export async function receive(store: ImportStore, of: Import, lines: AsyncIterable<Line>): Promise<number> {
  await store.begin(of);
  let [rows, chunk]: [number, Line[]] = [0, []];
  const flush = async (): Promise<void> => {
    if (chunk.length > 0) await store.addChunk(of.id, Math.ceil(rows / chunkRows) - 1, chunk);
    chunk = [];
  };
  try {
    for await (const line of lines) {
      if (rows === 0) requireMapped(line, of);
      rows += 1;
      chunk.push(line);
      if (chunk.length === chunkRows) await flush();
    }
    await flush();
    await store.received(of.id, rows);
    return rows;
  } catch (thrown) {
    await store.discard(of.id);
    throw thrown;
  }
}
