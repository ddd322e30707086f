import { expect } from '@jest/globals';
import { compareText } from '@genkan/access/compare-text';
import { meets } from '@genkan/access/criteria';
import type { Value } from '@genkan/domain/fields';
import type { View } from '@genkan/domain/sight';
import { frame, listChanged, page, windowRefused, type WindowAsked } from '@genkan/protocol/messages';
import type { History } from './history.ts';
import { cursors, type Client } from './stage.ts';

/** Null is the greatest; numbers before texts never meet. */
const compare = (a: Value, b: Value): number =>
  a === b
    ? 0
    : a === null
      ? 1
      : b === null
        ? -1
        : typeof a === 'number'
          ? a - Number(b)
          : compareText(String(a), String(b));

/** The answer to a window's question at a sequence, as plainly as it can be said. */
export function answerAt(history: History, member: string, asked: WindowAsked, at: number) {
  const seen = history.seen(member, asked.module, at);
  if (asked.ids) {
    const rows = asked.ids.flatMap((id) => seen.get(id) ?? []);
    return { rows, total: rows.length };
  }
  const all = [...seen.values()].filter((view) => meets(asked.where ?? null, view.fields));
  all.sort((a, b) => {
    for (const [field, direction] of asked.orderBy) {
      const way = compare(a.fields[field] ?? null, b.fields[field] ?? null);
      if (way !== 0) return direction === 'asc' ? way : -way;
    }
    return compareText(a.id, b.id);
  });
  return { rows: all.slice(0, asked.limit), total: all.length };
}

/**
 * A client's side of a window, as strict as can be: whatever it holds is what it may see at the token that vouches for
 * it, and unless it was told that the list may be another, the list is the answer to its question.
 */
export class WindowClient {
  readonly asked: WindowAsked;
  readonly #client: Client;
  readonly #history: History;
  held: Map<string, View> | null = null;
  total = 0;
  stale = false;
  refused: string | null = null;
  pages = 0;
  staled = 0;

  constructor(client: Client, history: History, asked: WindowAsked) {
    this.#client = client;
    this.#history = history;
    this.asked = asked;
    const before = client.replica.onMessage;
    client.replica.onMessage = (event, payload) => before(event, payload) || this.#hear(event, payload);
  }

  #hear(event: string, payload: unknown): boolean {
    const { window } = Object(payload);
    if (event === 'frame') this.#frame(payload);
    if (window !== this.asked.window) return false;
    if (event === 'page') this.#page(payload);
    if (event === 'list-changed') {
      listChanged.parse(payload);
      expect(this.stale).toBe(false); // said once
      this.stale = true;
      this.staled++;
    }
    if (event === 'window-refused') {
      this.refused = windowRefused.parse(payload).code;
      this.held = null;
    }
    return true;
  }

  #page(payload: unknown): void {
    const { rows, token } = page.parse(payload);
    this.pages++;
    this.held = new Map(rows.map((row) => [row.id, row]));
    this.total = page.parse(payload).total;
    this.stale = false;
    this.#vouched(token);
  }

  #frame(payload: unknown): void {
    const { changes, token } = frame.parse(payload);
    for (const change of changes) {
      if (!('id' in change) || change.module !== this.asked.module || !this.held) continue;
      const known = this.held.get(change.id);
      if (change.op === 'put' && (known || this.asked.ids?.includes(change.id))) {
        const { op: _op, module: _module, ...view } = change;
        this.held.set(change.id, view);
      }
      if (change.op === 'remove') this.held.delete(change.id);
      if (change.op === 'patch' && known) {
        const may = change.may ?? known.may;
        this.held.set(change.id, { ...known, may, fields: { ...known.fields, ...change.fields } });
      }
    }
    if (token !== null) this.#vouched(token);
  }

  /** Replica = query for the ids held. */
  #vouched(token: string): void {
    const at = cursors.openToken(token)!;
    const seen = this.#history.seen(this.#client.replica.member, this.asked.module, at);
    for (const [id, view] of this.held ?? []) expect(view).toEqual(seen.get(id));
  }

  /** At rest: what is held is as it is now, and unless the client knows better the list is the answer. */
  expectCurrent(): void {
    if (!this.held) return;
    const { rows, total } = answerAt(this.#history, this.#client.replica.member, this.asked, this.#history.head);
    const seen = this.#history.seen(this.#client.replica.member, this.asked.module, this.#history.head);
    for (const [id, view] of this.held) expect(view).toEqual(seen.get(id));
    if (this.stale) return;
    expect([...this.held.keys()].sort()).toEqual(rows.map(({ id }) => id).sort());
    if (!this.asked.ids) expect(this.total).toBe(total);
  }
}
