import type { AbilityCard } from './contract.ts';
import { tell } from './observable.ts';
import type { Held } from './held.ts';
import type { TabCard } from './wire.ts';

export type RecordAction = 'read' | 'update' | 'delete' | 'copy' | 'restore' | 'create';

/** What this member may see and do, as the server told it last; it changes in place. A hint for the page: the server judges. */
export class Ability {
  #card: AbilityCard | null = null;
  readonly #holds: (module: string, id: string) => Held | null;
  readonly #listeners = new Set<(change: AbilityChange) => void>();

  constructor(holds: (module: string, id: string) => Held | null) {
    this.#holds = holds;
  }

  /** Null until the first welcome. */
  get card(): AbilityCard | null {
    return this.#card;
  }

  tab(module: string): TabCard | null {
    return (this.#card && Object.hasOwn(this.#card.tabs, module) && this.#card.tabs[module]) || null;
  }

  /** On a record by its id; on a module without one: whether it can be so for some record. */
  can(action: RecordAction | 'issue', subject: string, on: { id?: string; field?: string } = {}): boolean {
    if (action === 'issue') return this.#card?.commands.includes(subject) ?? false;
    const tab = this.tab(subject);
    if (!tab) return false;
    if (action === 'read' || action === 'update' || action === 'create') {
      const fields = this.fields(action, subject, on.id);
      return on.field === undefined
        ? action === 'read' || fields.length > 0 || createsBare(action, tab)
        : fields.includes(on.field);
    }
    return this.#rights(tab, subject, on.id).some((right) => right[action]);
  }

  /** Field names, in the tab's order. With an id: of this record, as this member meets it. */
  fields(action: 'read' | 'update' | 'create', module: string, id?: string): readonly string[] {
    const tab = this.tab(module);
    if (!tab) return [];
    if (action === 'create') return tab.create ?? [];
    const layout = id === undefined ? undefined : this.#holds(module, id)?.layout;
    const visible = layout === undefined ? Object.keys(tab.fields) : (tab.layouts[layout] ?? []);
    if (action === 'read') return visible;
    const editable = new Set(this.#rights(tab, module, id).flatMap((right) => right.edit));
    return visible.filter((field) => editable.has(field));
  }

  /** The same answer with what decided it: only what this member may know. */
  why(action: RecordAction | 'issue', subject: string, on: { id?: string; field?: string } = {}): Judgement {
    const { id, field } = on;
    const named = field === undefined ? {} : { field };
    const onRecord = id !== undefined && this.can(action, subject, named);
    const from = action === 'issue' ? 'command' : onRecord ? 'record' : field === undefined ? 'tab' : 'field';
    return { allowed: this.can(action, subject, on), from, rule: `${action} ${subject}${field ? `.${field}` : ''}` };
  }

  /** Tells `Module` and `Module.field` names that came and went. */
  onChange(listener: (change: AbilityChange) => void): () => void {
    this.#listeners.add(listener);
    return () => void this.#listeners.delete(listener);
  }

  /** Told by the client when the server says what holds from now on. */
  become(card: AbilityCard): void {
    const before = names(this.#card);
    const now = names(card);
    this.#card = card;
    const gained = [...now].filter((name) => !before.has(name));
    const lost = [...before].filter((name) => !now.has(name));
    tell(this.#listeners, { gained, lost });
  }

  #rights(tab: TabCard, module: string, id: string | undefined): TabCard['rights'] {
    if (id === undefined) return tab.rights;
    const may = this.#holds(module, id)?.may ?? 0;
    return tab.rights.filter((_, bit) => Math.floor(may / 2 ** bit) % 2 === 1);
  }
}

export type Judgement = {
  readonly allowed: boolean;
  /** What decided: the tab, the field, the rights on this one record, or who may issue the command. */
  readonly from: 'tab' | 'field' | 'record' | 'command';
  /** The right that is given or missing: `update Deals.Stage`. */
  readonly rule: string;
};

export type AbilityChange = { readonly gained: readonly string[]; readonly lost: readonly string[] };

/** A record can be made although no field of it may be set. */
const createsBare = (action: string, tab: TabCard): boolean => action === 'create' && tab.create !== null;

const names = (card: AbilityCard | null): ReadonlySet<string> =>
  new Set(
    Object.entries(card?.tabs ?? {}).flatMap(([module, tab]) => [
      module,
      ...Object.keys(tab.fields).map((field) => `${module}.${field}`),
    ]),
  );
