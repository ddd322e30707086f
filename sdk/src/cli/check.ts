import { existsSync, readFileSync } from 'node:fs';
import { shapeOf } from '../schema-shape.ts';
import { blamed } from './blame.ts';
import { differences } from './differences.ts';
import type { Door } from './door.ts';
import { printTypes } from './print-types.ts';
import type { ToldSchema } from './printed-schema.ts';
import { readPrinted } from './printed-file.ts';
import { note, say } from './say.ts';

/** Ends with 1 when the file is not what would be printed now, and names what was gained, lost and changed, and by whom. */
export async function check(door: Door, told: ToldSchema, out: string): Promise<number> {
  if (!existsSync(out)) {
    note(`${out} is not there. Print it: genkan typegen --out ${out}`);
    return 1;
  }
  const before = readPrinted(readFileSync(out, 'utf8'));
  const now = printTypes(told);
  if (before?.hash === now.hash) {
    note(`${out} is up to date.`);
    return 0;
  }
  const who = told.card.userType === null ? 'these rights' : `the user type "${told.card.userType.name}"`;
  note(`${out} is not what ${who} may see and do now. Print it anew: genkan typegen --out ${out}`);
  const found = before === null ? [] : differences(before, { shape: shapeOf(told.card), inputs: now.inputs });
  if (found.length === 0)
    note('Nothing that it names differs: another version of genkan printed it, or the type was renamed.');
  for (const line of await blamed(door, told, found)) say(line);
  return 1;
}
