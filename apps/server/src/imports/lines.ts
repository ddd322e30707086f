import { createInterface } from 'node:readline';
import { Readable } from 'node:stream';
import { parse } from 'csv-parse';
import { Rejected } from '@genkan/domain/rejected';
import { plainJson } from '../plain-json.ts';
import type { Line } from './read-row.ts';

export const maxBytes = 200 * 1024 * 1024;
export const maxRows = 1_000_000;
const maxLine = 256 * 1024;

const asLine = (value: unknown): Line => {
  if (typeof value !== 'object' || value === null || Array.isArray(value))
    throw new Rejected('invalid', 'Send one JSON object a line.');
  return Object.fromEntries(Object.entries(value));
};

async function* csv(source: Readable): AsyncGenerator<Line> {
  const options = {
    columns: true,
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

async function* ndjson(source: Readable): AsyncGenerator<Line> {
  for await (const text of createInterface({ input: source, crlfDelay: Infinity })) {
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
