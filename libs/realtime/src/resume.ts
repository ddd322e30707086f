import type { PortalCursors } from '@genkan/protocol/cursor';
import type { Entry } from '@genkan/log/portal-log';
import type { OwnSide } from './own-side.ts';
import type { PortalNode } from './portal-node.ts';
import { RightsSince } from './rules-then.ts';
import type { Session, Standing } from './session.ts';

/** So many entries are read back to find out what rights were then; further back it is a reset (SEC-4 forbids to guess). */
const mostRead = 5_000;

/** Finds out what a client that comes back with a cursor holds. */
export class Resume {
  readonly #node: PortalNode;
  readonly #cursors: PortalCursors;
  readonly #own: OwnSide<Session>;
  #last: { readonly from: number; readonly head: number; readonly rights: RightsSince } | null = null;

  constructor(node: PortalNode, cursors: PortalCursors, own: OwnSide<Session>) {
    this.#node = node;
    this.#cursors = cursors;
    this.#own = own;
  }

  /** Null: the cursor is not this member's, not of this portal, not of the past, or what it saw cannot be known. */
  async standing(session: Session, cursor: { ticket: string; token: string }): Promise<Standing | null> {
    const at = this.#cursors.open(cursor, session.memberId, Infinity);
    if (at === null || !(await this.#reached(at))) return null;
    for (;;) {
      const entries = await this.#entries(at);
      if (!entries || !session.rules || !session.member) return null;
      const newest = entries.at(-1)?.sequence ?? at;
      if (newest < this.#node.head) continue; // more came while reading
      const { settings } = this.#node;
      const present = { settings, member: session.member, rules: session.rules, rows: this.#own };
      const rules = this.#rights(at, entries).rulesThen(present);
      return rules && { rules, at };
    }
  }

  /** Another node may have been ahead of this one; nobody can be ahead of the log. */
  async #reached(at: number): Promise<boolean> {
    if (at <= this.#node.head) return true;
    if (at > (await this.#node.log.head(this.#node.id))) return false;
    await this.#node.reach(at);
    return true;
  }

  async #entries(at: number): Promise<readonly Entry[] | null> {
    const near = this.#node.since(at);
    if (near) return near;
    if (this.#node.head - at > mostRead) return null;
    const entries = await this.#node.log.entries(this.#node.id, at, mostRead);
    return entries.filter(({ sequence }) => sequence <= this.#node.head);
  }

  #rights(from: number, entries: readonly Entry[]): RightsSince {
    const { head } = this.#node;
    if (this.#last?.from !== from || this.#last.head !== head)
      this.#last = { from, head, rights: new RightsSince(entries) };
    return this.#last.rights;
  }
}
