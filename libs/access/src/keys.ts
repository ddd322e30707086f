import type { RecordChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import { questionsOf, type Rows } from './asked.ts';
import { chainsOf, type Chain } from './paths.ts';

export type Named = { readonly module: string; readonly id: string };

const heldId = (record: RecordState, field: string): string | null => {
  const value = Object.hasOwn(record.fields, field) ? record.fields[field] : null;
  return typeof value === 'string' && value !== '' ? value : null;
};

/** The record itself is read from what is handed in, also where a path comes back to it: it may be newer than what is known. */
const overlaid = (known: Rows, record: RecordState): Rows => ({
  referring: (module, field, id) => known.referring(module, field, id),
  record: (module, id) => (module === record.module && id === record.id ? record : known.record(module, id)),
});

const lives = (record: RecordState | null): record is RecordState => record !== null && !record.deleted;

/** The key a path gives a record; null where the walk ends before its end. */
function keyOf(chain: Chain, record: RecordState, known: Rows): string | null {
  let at: RecordState = record;
  for (const [step, field] of chain.steps.entries()) {
    const id = heldId(at, field);
    const target = chain.modules[step + 1];
    if (id === null || target === undefined) return null;
    const next = known.record(target, id);
    if (!lives(next)) return chain.steps.length === 1 ? `~${chain.name}:${id}` : null;
    at = next;
  }
  return `${chain.name}:${at.id}`;
}

const walks = (portal: Portal, record: RecordState): ((known: Rows) => string | null)[] =>
  [...(chainsOf(portal).get(record.module)?.values() ?? [])].map(
    (chain) => (known) => keyOf(chain, record, overlaid(known, record)),
  );

/**
 * The keys that are stored with a record: what each of its paths leads to, and `+<member>` if it was made by a portal
 * user, which is given once and stays. A single lookup to a record that is deleted or missing gives the dead key
 * `~<path>:<id>`: it meets nobody and is found when the target comes back; a longer path then gives none.
 */
export function keysOf(portal: Portal, record: RecordState, known: Rows): string[] {
  const creator = record.keys.filter((key) => key.startsWith('+'));
  const met = walks(portal, record).map((walk) => walk(known));
  return [...new Set([...creator, ...met.filter((key) => key !== null)])].sort();
}

/** What `keysOf` must know, in rounds: see `questionsOf`. */
export const keyQuestions = (portal: Portal, record: RecordState, known: Rows): readonly Question[] =>
  questionsOf(known, walks(portal, record));

/** Places on paths whose keys this change may alter: `step` lookups lie before the record. */
type Place = { readonly chain: Chain; readonly step: number };

function altered(portal: Portal, before: RecordState, after: RecordState | null): readonly Place[] {
  const revived = before.deleted !== (after?.deleted ?? true);
  const moved = (field: string | undefined): boolean =>
    field !== undefined && (after === null || heldId(before, field) !== heldId(after, field));
  return [...chainsOf(portal).values()].flatMap((chains) =>
    [...chains.values()].flatMap((chain) =>
      chain.modules.flatMap((module, step): Place[] =>
        step > 0 && module === before.module && (revived || moved(chain.steps[step])) ? [{ chain, step }] : [],
      ),
    ),
  );
}

/** The records whose path passes through the given one at this place, found backwards along the lookups. */
function startsOf({ chain, step }: Place, id: string, known: Rows): readonly Named[] {
  const module = chain.modules[step - 1];
  const field = chain.steps[step - 1];
  if (module === undefined || field === undefined) return [];
  const referring = known.referring(module, field, id);
  if (step === 1) return referring.map((one) => ({ module, id: one }));
  return referring.flatMap((one) => startsOf({ chain, step: step - 1 }, one, known));
}

function backwardWalks(portal: Portal, { before, after }: RecordChange): ((known: Rows) => readonly Named[])[] {
  if (before === null) return [];
  return altered(portal, before, after).map((place) => (known) => startsOf(place, before.id, known));
}

/**
 * The records whose stored keys may alter because this one changed, was deleted or restored; deleted ones too. Nothing
 * depends on a record that has just been created: nobody can have referred to its random id before.
 */
export function dependents(portal: Portal, change: RecordChange, known: Rows): readonly Named[] {
  const all = backwardWalks(portal, change).flatMap((walk) => walk(known));
  return [...new Map(all.map((one) => [`${one.module}:${one.id}`, one])).values()];
}

/** What `dependents` must know, in rounds; each round goes one lookup further back. */
export const dependentQuestions = (portal: Portal, change: RecordChange, known: Rows): readonly Question[] =>
  questionsOf(known, backwardWalks(portal, change));
