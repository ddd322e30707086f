import { useCallback, useMemo, useState } from 'react';
import type { LivePhase, Row } from 'genkan';

export type SteadyRows = {
  readonly rows: readonly Row[];
  /** Rows that came since and are not shown yet. */
  readonly waiting: number;
  /** Takes in what waits, and what comes with the present turn. */
  readonly showAll: () => void;
};

/** Rows in the order in which they were first shown: values change in place, who left is gone, who came waits. */
export function steady(order: readonly string[], rows: readonly Row[]): Omit<SteadyRows, 'showAll'> {
  const byId = new Map(rows.map((row) => [row.id, row]));
  const shown = order.flatMap((id) => byId.get(id) ?? []);
  return { rows: shown, waiting: rows.length - shown.length };
}

/** `settled`: the picture was of what is so when it was taken; until then it grows under the reader. */
export type Held = { readonly key: string; readonly order: readonly string[]; readonly settled: boolean };
const orderOf = (rows: readonly Row[]): readonly string[] => rows.map(({ id }) => id);

/** What is still on its way to the present is no news: it belongs to the first picture. */
const settles = (phase: LivePhase): boolean => phase !== 'loading' && phase !== 'stale';

export const pictureOf = (rows: readonly Row[], key: string, phase: LivePhase): Held => ({
  key,
  order: orderOf(rows),
  settled: settles(phase),
});

/** The same picture, or a fresh one: of another question, of what was still coming, of a list whose rows have all left. */
export function nextPicture(held: Held, rows: readonly Row[], key: string, phase: LivePhase): Held {
  const { rows: shown, waiting } = steady(held.order, rows);
  const coming = !held.settled && (waiting > 0 || settles(phase));
  const empty = waiting > 0 && shown.length === 0;
  return held.key !== key || coming || empty ? pictureOf(rows, key, phase) : held;
}

/** Keeps a list from jumping under the reader. `key` names the question (module, order, filters): another one starts afresh. */
export function useSteadyRows(rows: readonly Row[], key: string, phase: LivePhase): SteadyRows {
  const [held, setHeld] = useState<Held>(() => pictureOf(rows, key, phase));
  const now = nextPicture(held, rows, key, phase);
  if (now !== held) setHeld(now);
  const still = useMemo(() => steady(now.order, rows), [now, rows]);
  const showAll = useCallback(() => setHeld((before) => ({ ...before, settled: false })), []);
  return { ...still, showAll };
}
