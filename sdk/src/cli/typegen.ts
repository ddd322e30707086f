import { existsSync, mkdirSync, readFileSync, writeFileSync } from 'node:fs';
import { dirname } from 'node:path';
import { check } from './check.ts';
import type { Door } from './door.ts';
import { Misused, type Given } from './given.ts';
import { printTypes } from './print-types.ts';
import type { ToldSchema } from './printed-schema.ts';
import { note, say } from './say.ts';

/** One's own rights, or those of a user type by name or id, for staff who configure. */
async function told(door: Door, { flags: { 'user-type': named } }: Given): Promise<ToldSchema> {
  const own = await door.get<ToldSchema>('/api/schema');
  const { userType } = own.card;
  if (named === undefined || named === userType?.name || named === userType?.id) return own;
  return door.get<ToldSchema>(`/api/user-types/${encodeURIComponent(named)}/schema`);
}

/** True when the file is another than before. */
function written(out: string, text: string): boolean {
  if (existsSync(out) && readFileSync(out, 'utf8') === text) return false;
  mkdirSync(dirname(out), { recursive: true });
  writeFileSync(out, text);
  return true;
}

const everyMs = 2000;

async function watch(door: Door, given: Given, out: string, hash: string): Promise<never> {
  note('Watching: the file is printed anew when the rights change. Ctrl+C ends it.');
  for (let last = hash; ;) {
    await new Promise((resolve) => setTimeout(resolve, everyMs));
    const printed = printTypes(await told(door, given));
    if (printed.hash === last) continue;
    last = printed.hash;
    if (written(out, printed.text)) note(`${out} is new.`);
  }
}

/** Prints the types of one user type to a file or to standard output; `--check` compares, `--watch` goes on. */
export async function typegen(door: Door, given: Given): Promise<number> {
  const { out, check: checks = false, watch: watches = false } = given.flags;
  if (out === undefined && (checks || watches)) throw new Misused('Say --out FILE: the file to compare or to keep.');
  const schema = await told(door, given);
  if (out !== undefined && checks) return check(door, schema, out);
  const printed = printTypes(schema);
  if (out === undefined) {
    say(printed.text.trimEnd());
    return 0;
  }
  note(written(out, printed.text) ? `${out} is new.` : `${out} is as it was.`);
  return watches ? watch(door, given, out, printed.hash) : 0;
}
