import { createContext, useCallback, useContext, useMemo, useState, type ReactNode } from 'react';
import type { Outcome, Value } from 'genkan';
import type { Refused } from '../refusal.ts';
import { sameValue } from '../field-words.ts';
import { useClient } from '../hooks.ts';

/** Which field of which record, and what its writer wants it to be. */
export type Wish = { readonly module: string; readonly id: string; readonly field: string; readonly mine: Value };
/** An edit that was not applied, with the writer's own value; nothing else of the record is kept. */
export type Trouble = Wish & {
  readonly why:
    | { readonly kind: 'conflict' }
    /** The field went away while it was being typed in. */
    | { readonly kind: 'lost' }
    | { readonly kind: 'refused'; readonly refused: Refused };
};
export type Edits = {
  readonly troubles: readonly Trouble[];
  /** `base` is what the writer saw when he began, `present` what stands there now. */
  save(wish: Wish, base: Value, present: Value): Promise<void>;
  /** Writes over what stands there now, whatever it is. */
  insist(wish: Wish): Promise<void>;
  /** Keeps what was typed into a field that is not there any more. */
  lose(wish: Wish): void;
  dismiss(wish: Wish): void;
  /** A new record that was refused and is to be filled in again. */
  readonly draft: Draft | null;
  keepDraft(draft: Draft | null): void;
};
export type Draft = { readonly module: string; readonly values: Readonly<Record<string, Value>> };

const EditsContext = createContext<Edits | null>(null);

export function useEdits(): Edits {
  const edits = useContext(EditsContext);
  if (!edits) throw new Error('Put <EditsProvider> around what edits.');
  return edits;
}

const isOf = (one: Wish) => (other: Wish) =>
  one.module === other.module && one.id === other.id && one.field === other.field;

function troubleOf(wish: Wish, outcome: Outcome): Trouble | null {
  if (outcome.status === 'applied') return null;
  return { ...wish, why: outcome.status === 'conflict' ? { kind: 'conflict' } : { kind: 'refused', refused: outcome } };
}

/** Keeps what came of edits, so that a refusal is told wherever its writer is by then. */
export function EditsProvider({ children }: { readonly children: ReactNode }) {
  const client = useClient();
  const [troubles, setTroubles] = useState<readonly Trouble[]>([]);
  const [draft, keepDraft] = useState<Draft | null>(null);
  const note = useCallback((wish: Wish, trouble: Trouble | null) => {
    const others = (all: readonly Trouble[]) => all.filter((each) => !isOf(wish)(each));
    setTroubles((all) => (trouble ? [...others(all), trouble] : others(all)));
  }, []);
  const insist = useCallback(
    async (wish: Wish) => {
      note(wish, null);
      const pending = client.update(wish.module, wish.id, { [wish.field]: wish.mine });
      if (pending.phase === 'queued') return; // it goes out late: the inbox tells what becomes of it
      note(wish, troubleOf(wish, await pending));
    },
    [client, note],
  );
  const save = useCallback(
    async (wish: Wish, base: Value, present: Value) => {
      const changedMeanwhile = !sameValue(base, present) && !sameValue(wish.mine, present);
      if (changedMeanwhile) return note(wish, { ...wish, why: { kind: 'conflict' } });
      await insist(wish);
    },
    [insist, note],
  );
  const dismiss = useCallback((wish: Wish) => note(wish, null), [note]);
  const lose = useCallback((wish: Wish) => note(wish, { ...wish, why: { kind: 'lost' } }), [note]);
  const edits = useMemo(
    () => ({ troubles, save, insist, lose, dismiss, draft, keepDraft }),
    [troubles, save, insist, lose, dismiss, draft],
  );
  return <EditsContext value={edits}>{children}</EditsContext>;
}
