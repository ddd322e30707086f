import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { Rejected } from '@genkan/domain/rejected';
import { plainJson } from '../admission/plain-json.ts';
import type { Line } from './read-row.ts';

export const maxBytes = 200 * 1024 * 1024;
export const maxRows = 1_000_000;
const maxLine = 256 * 1024;
const newline = 10;

const asLine = (value: unknown): Line => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Rejected('invalid', 'Send one JSON object a line.');
  return Object.fromEntries(Object.entries(value));
};

/** A header says each column once, and none by a name that reaches a prototype (SEC-14). */
function headerOf(names: readonly string[]): string[] {
  if (new Set(names).size < names.length) throw new Rejected('invalid', 'A column stands twice in the header.');
  plainJson(Object.fromEntries(names.map((name) => [name, ''])));
  return [...names];
}

async function* csv(source: Readable): AsyncGenerator<Line> {
  const options = {
    columns: headerOf,
    bom: true,
    skip_empty_lines: true,
    relax_column_count: false,
    max_record_size: maxLine,
  };
  const parser = source.pipe(parse(options));
  source.on('error', (error) => parser.destroy(error));
  try {
    for await (const record of parser) yield asLine(plainJson(record));
  } catch (thrown) {
    throw thrown instanceof Rejected ? thrown : new Rejected('invalid', 'The file is not CSV with a header line.');
  }
}

function readLine(text: string): Line {
  if (text.length > maxLine) throw new Rejected('too-large');
  try {
    return asLine(plainJson(JSON.parse(text)));
  } catch (thrown) {
    throw thrown instanceof Rejected ? thrown : new Rejected('invalid', 'A line is not JSON.');
  }
}

/** A line without an end must not fill the memory. */
async function* inShortLines(source: Readable): AsyncGenerator<Buffer> {
  let open = 0;
  for await (const chunk of source) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    const end = part.lastIndexOf(newline);
    open = end === -1 ? open + part.length : part.length - end - 1;
    if (open > 4 * maxLine) throw new Rejected('too-large'); // a character has at most four bytes
    yield part;
  }
}

async function* ndjson(source: Readable): AsyncGenerator<Line> {
  const input = Readable.from(inShortLines(source));
  const failed = new Promise<never>((_, reject) => input.once('error', reject));
  failed.catch(() => undefined);
  const lines = createInterface({ input, crlfDelay: Infinity })[Symbol.asyncIterator]();
  for (;;) {
    const { value: text, done } = await Promise.race([lines.next(), failed]);
    if (done) return;
    if (text.trim() !== '') yield readLine(text);
  }
}

async function* limited(source: Readable): AsyncGenerator<Buffer> {
  let bytes = 0;
  for await (const chunk of source) {
    const part = Buffer.isBuffer(chunk) ? chunk : Buffer.from(String(chunk));
    bytes += part.length;
    if (bytes > maxBytes) throw new Rejected('too-large');
    yield part;
  }
}

/** The rows of an uploaded file as they stream in, never the whole file at once. */
export async function* linesOf(type: string, source: Readable): AsyncGenerator<Line> {
  const bounded = Readable.from(limited(source));
  let rows = 0;
  for await (const line of type.startsWith('text/csv') ? csv(bounded) : ndjson(bounded)) {
    rows += 1;
    if (rows > maxRows) throw new Rejected('too-large', `Send at most ${maxRows} rows at once.`);
    yield line;
  }
}
