/** `npm run bench [-- ROW ...] [--json FILE]`: measures ours beside the references in one run and prints the table. */
import { writeFileSync } from 'node:fs';
import { parseArgs } from 'node:util';
import { rowMakers } from './rows.ts';
import { printRow, type Row } from './table.ts';

const { values, positionals } = parseArgs({ options: { json: { type: 'string' } }, allowPositionals: true });
const asked = (id: string) =>
  positionals.length === 0 ||
  positionals.some(
    (one) => id === one || id.startsWith(`${one}-`) || (one.startsWith('F2') && id.startsWith('F1-1000')),
  );

const rows: Row[] = [];
for (const maker of rowMakers.filter(({ id }) => asked(id))) {
  for (const row of await maker.run()) {
    rows.push(row);
    process.stdout.write(`${printRow(row)}\n`);
  }
}
if (values.json) writeFileSync(values.json, `${JSON.stringify(rows, null, 2)}\n`);
