import { hash } from 'node:crypto';
import type { Entry } from './portal-log.ts';
import type { Parts, StoredChange } from './stored-change.ts';

/** What stays of a scrubbed change: the salts of the values that are left, the leaves of those that are gone. */
export type Scrubbed = {
  readonly salts: Readonly<Record<string, string>>;
  readonly leaves: Readonly<Record<string, string>>;
};
export type SaltedChange = StoredChange & { readonly salt: string | null; readonly scrubbed: Scrubbed | null };

const sha256 = (text: string): string => hash('sha256', text);

/**
 * One way: who holds a value's salt learns neither the change's nor another value's. The secret stands last, where a
 * plain hash cannot be continued to that of another name; an HMAC would cost five times as much in every turn.
 */
const saltOf = (salt: string, name: string): string => hash('sha256', `${name}\n${salt}`, 'base64');

/** JSON with sorted names: the same text before and after a database kept it as jsonb. */
function canonical(value: unknown): string {
  if (value === null || typeof value !== 'object') return JSON.stringify(value) ?? 'null';
  if (Array.isArray(value)) return `[${value.map(canonical).join()}]`;
  const named = Object.entries(value).filter(([, item]) => item !== undefined);
  return `{${named
    .sort(byName)
    .map(([name, item]) => `${JSON.stringify(name)}:${canonical(item)}`)
    .join()}}`;
}
const byName = ([a]: readonly [string, unknown], [b]: readonly [string, unknown]): number => (a < b ? -1 : 1);

/** Commits to one value before and after: nothing can be guessed from it without its salt. */
const leaf = (salt: string, name: string, { before, after }: StoredChange): string =>
  sha256(`${salt}\n${canonical([pick(before, name), pick(after, name)])}`);
const pick = (parts: Parts | null, name: string): readonly unknown[] =>
  parts !== null && Object.hasOwn(parts, name) ? [parts[name]] : [];

const namesOf = ({ before, after }: StoredChange): readonly string[] => [
  ...new Set([...Object.keys(before ?? {}), ...Object.keys(after ?? {})]),
];

/** What the chain commits to for a change; the same whether its values are there or were scrubbed. */
export function changeDigest(change: SaltedChange): string {
  const leaves = leavesOf(change).map(([name, digest]) => `${name}=${digest}`);
  const { kind, module, id, before, after } = change;
  return sha256(JSON.stringify([kind, module, id, before === null, after === null, ...leaves.sort()]));
}

function leavesOf(change: SaltedChange): readonly (readonly [string, string])[] {
  const { salt, scrubbed } = change;
  const kept = namesOf(change).map(
    (name) => [name, leaf(scrubbed?.salts[name] ?? saltOf(salt ?? '', name), name, change)] as const,
  );
  return [...kept, ...Object.entries(scrubbed?.leaves ?? {})];
}

/** Takes values out of a change for ever (law 11): their leaves stay, so that the chain still verifies. */
export function scrub(change: SaltedChange, names: ReadonlySet<string>): SaltedChange {
  const present = namesOf(change);
  const salt = (name: string) => change.scrubbed?.salts[name] ?? saltOf(change.salt ?? '', name);
  const gone = present.filter((name) => names.has(name));
  const kept = present.filter((name) => !names.has(name));
  if (gone.length === 0) return change;
  return {
    ...change,
    before: without(change.before, names),
    after: without(change.after, names),
    salt: null,
    scrubbed: {
      salts: Object.fromEntries(kept.map((name) => [name, salt(name)])),
      leaves: {
        ...change.scrubbed?.leaves,
        ...Object.fromEntries(gone.map((name) => [name, leaf(salt(name), name, change)])),
      },
    },
  };
}

const without = (parts: Parts | null, names: ReadonlySet<string>): Parts | null =>
  parts && Object.fromEntries(Object.entries(parts).filter(([name]) => !names.has(name)));

export function entryDigest(entry: Omit<Entry, 'changes'>, changes: readonly string[]): string {
  const { portal, sequence, command, commandId, member, at, outcome } = entry;
  return sha256(JSON.stringify([portal, sequence, command, commandId, member, at, outcome, ...changes]));
}

/** One link for all entries of a turn. */
export const turnDigest = (entries: readonly string[]): string => sha256(entries.join());

/** The next link, as the database computes it: `sha256(link || digest)`. Hexadecimal; the first link follows ''. */
export const nextLink = (link: string, digest: string): string => hash('sha256', Buffer.from(link + digest, 'hex'));
