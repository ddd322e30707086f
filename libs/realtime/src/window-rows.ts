import type { PortalNode } from './portal-node.ts';
import { RowsAgain } from './rows-again.ts';
import type { Session } from './session.ts';
import type { SentRow, SessionRows } from './session-rows.ts';
import type { Window } from './window.ts';

/** The record of what was sent of windows: a row each, named after its session and itself. */
export class WindowRows {
  readonly #node: PortalNode;
  readonly #rows: SessionRows;
  readonly #again = new RowsAgain<Session>();

  constructor(node: PortalNode, rows: SessionRows) {
    this.#node = node;
    this.#rows = rows;
  }

  /** A page is about to be sent: resolves when that is noted (P13). */
  async intends(window: Window): Promise<void> {
    if (window.from === 0) this.#note(window);
    await window.noted;
  }

  /** The first page leaves now. */
  began(window: Window): void {
    if (window.sent) return;
    if (window.from !== this.#node.head) {
      this.ended(window); // noted too early: what was then and is no more was not sent
      this.#note(window);
    }
    window.sent = true;
  }

  ended(window: Window): void {
    const { from, sent } = window;
    if (sent) this.#again.ended(window.session, nameOf(window), from);
    if (from > 0) this.#rows.ended(this.#row(window), sent ? this.#node.head : from - 1);
    window.from = 0;
    window.sent = false;
    window.noted = null;
  }

  #note(window: Window): void {
    window.from = this.#node.head;
    window.sent = this.#again.has(window.session, nameOf(window), window.from);
    window.noted = this.#rows.began(this.#row(window));
  }

  #row({ session, asked, from }: Window): SentRow {
    const named = `${session.id}/${asked.window}`;
    return { portal: this.#node.id, session: named, member: session.receiver, module: asked.module, from };
  }
}

const nameOf = ({ asked }: Window): string => `${asked.window}/${asked.module}`;
