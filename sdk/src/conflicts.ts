import type { Value } from './contract.ts';
import type { Cell } from './observable.ts';
import type { Choice, Outcome, Pending } from './pending.ts';
import type { Held } from './held.ts';
import type { Difference } from './store.ts';
import { resolved, type Edit, type Wish } from './wish.ts';
import type { FieldConflict } from './wire.ts';

/** An edit that met another's and waits for somebody to choose; `theirs` follows the record as it changes on. */
export type OpenConflict = {
  readonly key: string;
  readonly module: string;
  readonly id: string;
  readonly fields: readonly FieldConflict[];
  resolve(pick: (conflict: FieldConflict) => Choice): Pending;
  /** Leaves it as the other made it. */
  dismiss(): void;
};

export type Met = Extract<Outcome, { readonly status: 'conflict' }>;

/**
 * Conflicts nobody has settled. They go with what they are about: a record or field that is withdrawn takes them along.
 * Loaded with the first of them.
 */
export class Conflicts {
  readonly #open: Cell<readonly OpenConflict[]>;
  readonly #edits = new Map<string, Edit>();
  readonly #issue: (wish: Wish) => Pending;

  constructor(open: Cell<readonly OpenConflict[]>, issue: (wish: Wish) => Pending) {
    this.#open = open;
    this.#issue = issue;
  }

  /** An edit met another's; `held`: its record as it is by now. */
  met(key: string, edit: Edit, outcome: Met, held: Held | null): void {
    const older = this.#open.get().find(({ module, id }) => module === edit.module && id === edit.id);
    this.#edits.delete(older?.key ?? ''); // the newest is based on what stands now
    this.#edits.set(key, edit);
    const { module, id } = edit;
    const dismiss = (): void => this.#keep((each) => each.key !== key);
    const resolve: OpenConflict['resolve'] = (pick) => {
      const { fields } = this.#open.get().find((each) => each.key === key) ?? outcome;
      dismiss();
      return this.#issue(resolved(edit, fields, pick));
    };
    const made = { key, module, id, fields: outcome.fields, resolve, dismiss };
    this.#open.set([...this.#open.get().filter((each) => each !== older), made]);
    this.changed([{ module, id, before: null, after: held }]);
  }

  changed(differences: readonly Difference[]): void {
    for (const { module, id, after } of this.#open.get().length > 0 ? differences : []) {
      const met = this.#open.get().find((each) => each.module === module && each.id === id);
      const edited = Object.keys((met && this.#edits.get(met.key)?.set) ?? {});
      if (!met) continue;
      if (after && edited.every((field) => field in after.row)) this.#follow(met, after.row);
      else this.#keep((each) => each !== met);
    }
  }

  #follow(met: OpenConflict, row: { readonly [field: string]: Value }): void {
    const fields = met.fields.map((each) => ({ ...each, theirs: row[each.field] ?? null }));
    if (fields.every(({ theirs }, at) => theirs === met.fields[at]?.theirs)) return;
    this.#open.set(this.#open.get().map((each) => (each === met ? { ...met, fields } : each)));
  }

  #keep(stays: (each: OpenConflict) => boolean): void {
    const left = this.#open.get().filter(stays);
    if (left.length === this.#open.get().length) return;
    for (const each of this.#open.get()) if (!left.includes(each)) this.#edits.delete(each.key);
    this.#open.set(left);
  }
}
