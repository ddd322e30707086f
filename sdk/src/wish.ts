import type { Value } from './contract.ts';
import type { Effect } from './draft.ts';
import type { Choice } from './pending.ts';
import type { FieldConflict } from './wire.ts';

/** A wish as it goes out; its effects are shown at once, over the replica, until it is answered. Plain data. */
export type Wish = {
  readonly name: string;
  readonly input: unknown;
  readonly effects: readonly Effect[];
  readonly edit?: Edit;
};
export type Edit = {
  readonly module: string;
  readonly id: string;
  readonly set: Readonly<Record<string, Value>>;
  readonly base: Readonly<Record<string, Value>>;
};

/** An edit as the command it is: the fields it sets and the value each was based on. */
export const updateWish = (edit: Edit): Wish => ({
  name: 'update-record',
  input: { module: edit.module, id: edit.id, set: edit.set, base: edit.base },
  effects: [{ op: 'patch', module: edit.module, id: edit.id, set: edit.set }],
  edit,
});

/** The same edit again, each conflicting field as picked and based on theirs. */
export function resolved(
  edit: Edit,
  conflicts: readonly FieldConflict[],
  pick: (conflict: FieldConflict) => Choice,
): Wish {
  const set: Record<string, Value> = { ...edit.set };
  const base: Record<string, Value> = { ...edit.base };
  for (const conflict of conflicts) {
    const choice = pick(conflict);
    base[conflict.field] = asValue(conflict.theirs);
    if (choice === 'theirs') delete set[conflict.field];
    else if (choice !== 'mine') set[conflict.field] = asValue(choice.set);
  }
  return updateWish({ ...edit, set, base: only(base, set) });
}

/** Whether a wish names a record that is itself only wished for: it must wait for that one's own id. */
export const names = (wish: Wish, id: string): boolean =>
  JSON.stringify([wish.input, wish.effects]).includes(`"${id}"`);

/** The wish with a record's own id where it named the provisional one. */
export const renamed = (wish: Wish, from: string, to: string): Wish =>
  JSON.parse(JSON.stringify(wish).replaceAll(`"${from}"`, `"${to}"`));

const only = <T>(values: Readonly<Record<string, T>>, names: object): Record<string, T> =>
  Object.fromEntries(Object.entries(values).filter(([name]) => name in names));

const asValue = (value: unknown): Value =>
  typeof value === 'string' || typeof value === 'number' || typeof value === 'boolean'
    ? value
    : Array.isArray(value)
      ? value.map(String)
      : null;
