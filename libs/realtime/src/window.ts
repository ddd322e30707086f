import { compileCriteria, type Test } from '@genkan/access/criteria';
import { fieldsIn, hiddenField } from '@genkan/access/hidden-field';
import type { Value } from '@genkan/domain/fields';
import type { View } from '@genkan/domain/sight';
import type { PageRequest } from '@genkan/log/portal-log';
import type { WindowAsked } from '@genkan/protocol/messages';
import type { Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import type { Cohort } from './recipients.ts';
import type { Session } from './session.ts';

/** A list that is not replicated: the first rows of a query, and what happens to these. */
export class Window {
  readonly session: Session;
  readonly asked: WindowAsked;
  /** What the client was sent, or is going to be; null until the first page. */
  views: Map<string, View> | null = null;
  total = 0;
  /** The client knows that the list may be another: it is told once, until the next page. */
  stale = false;
  /** The rights the client knew when the last page left. */
  card = '';
  /** Something of `views` may not have been sent: the next page is, whatever it holds. */
  unsure = false;
  cohort: Cohort<Window> | null = null;
  /** The head at which its first page left or is about to, for the record of what was sent; 0: none does. */
  from = 0;
  /** A page left since `from`. */
  sent = false;
  /** Resolves when the row that says so is kept. */
  noted: Promise<void> | null = null;
  /** Grows with each reading: an older one that comes back sees that it is over. */
  run = 0;
  readonly #matches: Test;
  readonly #ids: ReadonlySet<string> | null;

  constructor(session: Session, asked: WindowAsked) {
    this.session = session;
    this.asked = asked;
    this.#matches = compileCriteria(asked.where ?? null);
    this.#ids = asked.ids ? new Set(asked.ids) : null;
  }

  /** Every field the question names. */
  get named(): string[] {
    const { where, orderBy } = this.asked;
    return [...(where ? fieldsIn(where) : []), ...orderBy.map(([field]) => field)];
  }

  /** Why it cannot be answered under these eyes; null: it can. Hidden and never-existing are one (law 7). */
  refusal({ eyes }: Gaze): 'not-found' | 'unknown-field' | null {
    if (!eyes) return 'not-found';
    return hiddenField(eyes.tab, this.named) === undefined ? null : 'unknown-field';
  }

  /** The question as the log is asked it, as the read `records` asks it; null: there is nothing to meet. */
  request({ eyes, scope }: Gaze): PageRequest | null {
    const { where = null, orderBy, limit } = this.asked;
    return scope && eyes && { scope, where, orderBy, visible: eyes.tab.layouts, after: null, limit };
  }

  /** Whether the client is told of this change: the record is on its screen, or was asked for by its id. */
  holds(id: string): boolean {
    return this.#ids ? this.#ids.has(id) : (this.views?.has(id) ?? false);
  }

  /** Takes in what the client is told of a record on its screen. */
  take({ id, shown }: Fragment): void {
    if (shown) this.views?.set(id, shown);
    else this.views?.delete(id);
  }

  /** Whether a visible change can alter which records the list holds, how many, or their order; judged on what is seen. */
  mayAlter(seen: View | null, shown: View | null): boolean {
    if (this.#ids) return false;
    const before = seen !== null && this.#matches(seen.fields);
    const now = shown !== null && this.#matches(shown.fields);
    if (before !== now) return true;
    return now && this.asked.orderBy.some(([field]) => differs(seen?.fields[field], shown.fields[field]));
  }

  /** Whether a page says just what the client holds: then it is not said (law 7). */
  says(rows: readonly View[], total: number): boolean {
    const { views } = this;
    if (!views || this.unsure || this.stale || total !== this.total || rows.length !== views.size) return false;
    return rows.every((row) => sameView(views.get(row.id), row));
  }
}

const differs = (a: Value | undefined, b: Value | undefined): boolean =>
  JSON.stringify(a ?? null) !== JSON.stringify(b ?? null);

const sameView = (a: View | undefined, b: View): boolean =>
  a !== undefined && (a === b || JSON.stringify(a) === JSON.stringify(b));
