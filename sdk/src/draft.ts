import type { Value } from './contract.ts';

/** One thing a wish shows before it is answered. Plain data, so that a queued wish survives a reload. */
export type Effect =
  | {
      readonly op: 'patch';
      readonly module: string;
      readonly id: string;
      readonly set: Readonly<Record<string, Value>>;
    }
  /** A row of its sender's own making, under a provisional id. */
  | {
      readonly op: 'insert';
      readonly module: string;
      readonly id: string;
      readonly set: Readonly<Record<string, Value>>;
    }
  | { readonly op: 'remove'; readonly module: string; readonly id: string };

/** The hand a command's `optimistic` writes with: it notes what to show, and changes nothing else. */
export type Draft = {
  patch(module: string, id: string, set: Readonly<Record<string, Value>>): void;
  /** Answers a provisional id; the server's own row takes its place with the answer. */
  insert(module: string, row: Readonly<Record<string, Value>>): string;
  remove(module: string, id: string): void;
};

/** What `write` drafts, as data. */
export function drafted(write: ((draft: Draft) => void) | undefined, newId: () => string): readonly Effect[] {
  const effects: Effect[] = [];
  write?.({
    patch: (module, id, set) => void effects.push({ op: 'patch', module, id, set }),
    insert: (module, set) => {
      const id = newId();
      effects.push({ op: 'insert', module, id, set });
      return id;
    },
    remove: (module, id) => void effects.push({ op: 'remove', module, id }),
  });
  return effects;
}
