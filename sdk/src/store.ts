import type { AbilityCard, Change, Value, View } from './contract.ts';
import { afterLayoutChange, type LayoutFault, type RecordChange } from './layout-change.ts';
import type { Held } from './held.ts';
import type { TabCard } from './wire.ts';

/** What happened to one row: not there before, there after, or both. */
export type Difference = {
  readonly module: string;
  readonly id: string;
  readonly before: Held | null;
  readonly after: Held | null;
};
/** The server said what cannot follow from what it said before; nothing of the message was applied. */
export type Violation = {
  readonly rule: 'put-over-held' | 'patch-of-absent' | 'remove-of-absent' | 'patch-of-hidden' | LayoutFault;
  readonly change: Change;
};
export type Applied = { readonly differences: readonly Difference[]; readonly violation: Violation | null };

/** `gone`: rows that a change of rights took here, of which the server's own word is still to come. */
type Replica = {
  readonly rows: Map<string, Held>;
  readonly gone: Set<string>;
  complete: boolean;
  readonly partial: boolean;
};

const heldOf = ({ id, layout, fields, may }: View): Held => ({ layout, may, row: { ...fields, id } });

/**
 * The replica: what the server vouches this member may see, per module. It holds no clock and no I/O; the same
 * messages give the same rows. Strict: a message is applied whole or not at all.
 */
export class Store {
  readonly #modules = new Map<string, Replica>();

  /** Those that are held whole, or are going to be. */
  modules(): readonly string[] {
    return [...this.#modules].flatMap(([module, { partial }]) => (partial ? [] : [module]));
  }

  /** True when the first picture is whole; from then on every frame vouches for its token. */
  complete(module: string): boolean {
    return this.#modules.get(module)?.complete ?? false;
  }

  /** Only pages of it are held. */
  partial(module: string): boolean {
    return this.#modules.get(module)?.partial ?? false;
  }

  row(module: string, id: string): Held | null {
    return this.#modules.get(module)?.rows.get(id) ?? null;
  }

  rows(module: string): Iterable<Held> {
    return this.#modules.get(module)?.rows.values() ?? [];
  }

  /** A picture of the module is on its way, or only pages of it; what comes of modules that nobody expects is passed over. */
  expect(module: string, partial = false): void {
    const none = { rows: new Map(), gone: new Set<string>(), complete: false, partial };
    if (!this.#modules.has(module)) this.#modules.set(module, none);
  }

  /** What an earlier client held whole; it stands until the server says what became of it. */
  restore(module: string, kept: readonly Held[]): readonly Difference[] {
    this.expect(module);
    const replica = this.#modules.get(module);
    if (!replica || replica.complete) return [];
    replica.complete = true;
    return kept.map((each) => set(replica, module, each.row.id, each));
  }

  /** The module is no longer wanted, or no longer exists for this member. */
  forget(module: string): readonly Difference[] {
    const gone = this.#clear(module);
    this.#modules.delete(module);
    return gone;
  }

  /** What is held is void (of one module, or null: all of it); fresh pictures follow. */
  reset(module: string | null): readonly Difference[] {
    return (module === null ? this.modules() : [module]).flatMap((each) => this.#clear(each));
  }

  /** A page of the first picture. A row that a frame brought earlier is replaced: pages are read newer. */
  snapshot(module: string, views: readonly View[], more: boolean): readonly Difference[] {
    const replica = this.#modules.get(module);
    if (!replica) return [];
    const differences = views.map((view) => set(replica, module, view.id, heldOf(view)));
    if (!more) replica.complete = true;
    return differences;
  }

  /** Whole entries in log order. Each change is judged on what those before it left; at a bad one all are undone. */
  frame(changes: readonly Change[]): Applied {
    const differences: Difference[] = [];
    for (const change of changes) {
      const replica = this.#modules.get(change.module);
      if (!replica) continue;
      const moves = movesOf(change, replica);
      if (typeof moves === 'string') {
        this.#undo(differences);
        return { differences: [], violation: { rule: moves, change } };
      }
      for (const { id, before, next } of moves) differences.push(place(replica, change.module, id, before, next));
    }
    for (const change of changes) if ('id' in change) this.#modules.get(change.module)?.gone.delete(change.id);
    return { differences, violation: null };
  }

  /** Tabs and fields that are gone leave at once, before the server's own difference arrives (law 9). */
  ability(card: AbilityCard): readonly Difference[] {
    return [...this.#modules.keys()].flatMap((module) => {
      const tab = Object.hasOwn(card.tabs, module) ? card.tabs[module] : undefined;
      return this.#cut(module, tab);
    });
  }

  #undo(differences: readonly Difference[]): void {
    for (const { module, id, before, after: now } of differences.toReversed()) {
      const replica = this.#modules.get(module);
      if (replica) place(replica, module, id, now, before);
    }
  }

  #cut(module: string, tab: TabCard | undefined): readonly Difference[] {
    const replica = this.#modules.get(module);
    if (!replica) return [];
    const differences: Difference[] = [];
    for (const [id, before] of replica.rows) {
      const next = tab ? within(tab, before) : null;
      if (next === before) continue;
      differences.push(set(replica, module, id, next));
      if (next === null) replica.gone.add(id);
    }
    return differences;
  }

  #clear(module: string): readonly Difference[] {
    const replica = this.#modules.get(module);
    if (!replica) return [];
    const gone = [...replica.rows].map(([id, before]) => ({ module, id, before, after: null }));
    replica.rows.clear();
    replica.gone.clear();
    replica.complete = false;
    return gone;
  }
}

const set = (replica: Replica, module: string, id: string, next: Held | null): Difference =>
  place(replica, module, id, replica.rows.get(id) ?? null, next);

function place(replica: Replica, module: string, id: string, before: Held | null, next: Held | null): Difference {
  if (next === null) replica.rows.delete(id);
  else replica.rows.set(id, next);
  return { module, id, before, after: next };
}

type Move = { readonly id: string; readonly before: Held | null; readonly next: Held | null };

/** What a change does to which rows, or the rule it breaks. */
function movesOf(change: Change, { rows, gone, complete }: Replica): readonly Move[] | Violation['rule'] {
  if (!('id' in change)) {
    const after = afterLayoutChange(change, rows, complete);
    if (typeof after === 'string') return after;
    return after.map((next) => ({ id: next.row.id, before: rows.get(next.row.id) ?? null, next }));
  }
  const before = rows.get(change.id) ?? null;
  const rule = complete ? breaks(change, before, gone) : null;
  if (rule) return rule;
  const next = after(change, before);
  return before === next ? [] : [{ id: change.id, before, next }];
}

/** What the row is after the change. A patch of a row whose page has not come yet is nothing: the page is read newer. */
function after(change: RecordChange, before: Held | null): Held | null {
  switch (change.op) {
    case 'put':
      return heldOf(change);
    case 'remove':
      return null;
    case 'patch':
      return before && patched(before, change.fields, change.may ?? before.may);
    default:
      return change satisfies never;
  }
}

function patched(before: Held, fields: Readonly<Record<string, Value>> | undefined, may: number): Held {
  const row: Record<string, Value> & { id: string } = { ...before.row };
  for (const name in fields) if (name !== 'id') row[name] = fields[name] ?? null;
  return before.cut ? { ...before, may, row } : { layout: before.layout, may, row };
}

function breaks(change: RecordChange, before: Held | null, gone: ReadonlySet<string>): Violation['rule'] | null {
  switch (change.op) {
    case 'put':
      return before && !reshapes(change, before) ? 'put-over-held' : null;
    case 'remove':
      return before || gone.has(change.id) ? null : 'remove-of-absent';
    case 'patch':
      if (!before) return 'patch-of-absent';
      for (const name in change.fields) if (!(name in before.row)) return 'patch-of-hidden';
      return null;
    default:
      return change satisfies never;
  }
}

/** A put over a held row is right only where a patch cannot say it: another layout, other fields. */
function reshapes(view: View, before: Held): boolean {
  if (before.cut || view.layout !== before.layout) return true;
  const fields = Object.keys(view.fields).filter((field) => field !== 'id');
  return fields.length !== Object.keys(before.row).length - 1 || fields.some((field) => !(field in before.row));
}

/** The row as far as the new ability lets it be seen; the same value when nothing is taken. */
function within(tab: TabCard, before: Held): Held | null {
  const visible = Object.hasOwn(tab.layouts, before.layout) ? tab.layouts[before.layout] : undefined;
  if (!visible) return null;
  const names = Object.keys(before.row);
  const kept = names.filter((field) => field === 'id' || visible.includes(field));
  if (kept.length === names.length) return before;
  const row = Object.fromEntries(kept.map((field) => [field, before.row[field] ?? null]));
  return { ...before, row: { ...row, id: before.row.id }, cut: true };
}
