import type { Question } from '@genkan/domain/known';
import type { RecordState } from '@genkan/domain/records';
import { rejections } from '@genkan/domain/rejected';
import type { View } from '@genkan/domain/sight';
import type { WindowAsked } from '@genkan/protocol/messages';
import type { Beside, Inside } from './beside.ts';
import type { ChangedRecord, Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import { Packet } from './packet.ts';
import { netChanges } from './record-changes.ts';
import { Recipients } from './recipients.ts';
import { nobodyAsks, type SessionRows } from './session-rows.ts';
import { WindowRows } from './window-rows.ts';
import type { Session } from './session.ts';
import { drained } from './session-writer.ts';
import { Waiters } from './waiters.ts';
import { Window } from './window.ts';
import { rowText } from './wire-text.ts';

export type WindowsOptions = {
  readonly inside: Inside;
  readonly rows?: SessionRows;
  /** A window that could not be read is closed, and its client told. */
  readonly trouble?: (error: unknown) => void;
};
export type Opened = 'opened' | 'not-found' | 'unknown-field' | 'limit-reached';

/** So many windows one connection may hold open. */
export const mostWindows = 50;

/** What was read of a window, and the head of the rows; `oldest`: of rows and total together. */
type Read = {
  readonly rows: readonly RecordState[];
  readonly total: number;
  readonly head: number;
  readonly oldest: number;
};

/**
 * Live lists of modules that are too large to be replicated: the client is sent a page, then each change of the records
 * on it, in the frames of its session; and, once until it asks again, that the list may be another one, after a change
 * that it may see (law 7).
 */
export class Windows implements Beside {
  readonly #options: WindowsOptions;
  readonly #rows: WindowRows;
  readonly #of = new Map<Session, Map<string, Window>>();
  readonly #recipients = new Recipients<Window>();
  readonly #settled = new Waiters<Session>();
  /** Windows whose list may be another since this entry. */
  #altered: Window[] = [];

  constructor(options: WindowsOptions) {
    this.#options = options;
    this.#rows = new WindowRows(options.inside.node, options.rows ?? nobodyAsks);
  }

  /** Opens a window, or asks it anew under the same name. Resolves when its page is sent, or is not going to be. */
  async open(session: Session, asked: WindowAsked): Promise<Opened> {
    const windows = this.#of.get(session) ?? new Map<string, Window>();
    if (windows.size >= mostWindows && !windows.has(asked.window)) return 'limit-reached';
    this.#of.set(session, windows);
    const before = windows.get(asked.window);
    const window = new Window(session, asked);
    if (before) this.#replace(before, window);
    windows.set(asked.window, window);
    return this.#fill(window);
  }

  close(session: Session, name: string): void {
    const windows = this.#of.get(session);
    const window = windows?.get(name);
    if (!windows || !window) return;
    windows.delete(name);
    if (windows.size === 0) this.#of.delete(session);
    this.#leave(window);
    window.run = -1;
    this.#rows.ended(window);
  }

  // ---- what the broadcaster tells ----

  changed(changed: ChangedRecord, tell: (session: Session, fragment: Fragment) => void): void {
    if (!this.#recipients.anyone(changed.module, ({ tab }) => changed.touches(tab))) return;
    this.#recipients.meet(changed.module, changed.before, changed.after, ({ eyes, sessions }, then, now) => {
      const fragment = changed.touches(eyes.tab) ? changed.fragment(eyes, then, now) : null;
      if (fragment) for (const window of sessions) this.#take(window, fragment, tell);
    });
  }

  taken(): void {
    if (this.#altered.length === 0) return;
    const altered = this.#altered;
    this.#altered = [];
    for (const window of altered) this.#tellAltered(window);
  }

  /** What was told and not sent yet is lost: what is read next is compared with what was sent, or sent whole. */
  dropped(session: Session): void {
    for (const window of this.#of.get(session)?.values() ?? []) {
      if (session.pending || session.card?.text !== window.card) window.unsure = true;
      this.#leave(window);
      window.run++;
    }
  }

  ready(session: Session): void {
    for (const window of this.#of.get(session)?.values() ?? []) {
      if (window.cohort || !window.views) continue;
      this.#fill(window).then(
        (opened) => opened !== 'opened' && this.#refuse(window, opened),
        (error: unknown) => this.#fail(window, error),
      );
    }
    this.#settled.tell(session);
  }

  closed(session: Session): void {
    for (const name of [...(this.#of.get(session)?.keys() ?? [])]) this.close(session, name);
    this.#settled.tell(session);
  }

  stop(): void {}

  // ---- a page ----

  async #fill(window: Window): Promise<Opened> {
    const { session } = window;
    const run = ++window.run;
    for (;;) {
      while (!isReady(session)) {
        if (session.closing || window.run < 0) return 'opened';
        await this.#settled.next(session);
      }
      const gaze = this.#gaze(window);
      const refusal = gaze ? window.refusal(gaze) : 'not-found';
      if (!gaze || refusal) {
        this.close(session, window.asked.window);
        return refusal ?? 'not-found';
      }
      const [read] = await Promise.all([this.#read(window, gaze), this.#rows.intends(window)]);
      for (let wait = drained(session.writer); wait && window.run === run; wait = drained(session.writer)) await wait;
      if (session.closing || window.run !== run) return 'opened'; // closed, asked anew, or begun again
      if (isReady(session) && this.#gaze(window)?.name === gaze.name && this.#tellPage(window, gaze, read))
        return 'opened';
    }
  }

  async #read(window: Window, gaze: Gaze): Promise<Read> {
    const { node } = this.#options.inside;
    const request = window.request(gaze);
    if (window.asked.ids) return this.#readIds(window.asked.module, window.asked.ids);
    if (!request) return { rows: [], total: 0, head: node.head, oldest: node.head };
    const [page, count] = await Promise.all([node.log.page(node.id, request), node.log.count(node.id, request)]);
    await node.reach(Math.max(page.head, count.head));
    return { rows: page.rows, total: count.count, head: page.head, oldest: Math.min(page.head, count.head) };
  }

  async #readIds(module: string, ids: readonly string[]): Promise<Read> {
    const { node } = this.#options.inside;
    const questions = ids.map((id): Question => ({ ask: 'record', module, id }));
    const { head, known } = await node.log.gather(node.id, questions);
    await node.reach(head);
    return { rows: ids.flatMap((id) => known.record(module, id) ?? []), total: 0, head, oldest: head };
  }

  /** With no await: as of this node's head. False: this node no longer knows what changed since it was read. */
  #tellPage(window: Window, gaze: Gaze, { rows, total, head, oldest }: Read): boolean {
    const { session, asked } = window;
    const { node, flusher } = this.#options.inside;
    const newer = node.since(head);
    const since = node.since(oldest);
    if (!newer || !since) return false;
    const changes = netChanges(newer, asked.module);
    const views = rows.flatMap((row) => {
      const change = changes.get(row.id);
      return gaze.view(change ? change.after : row) ?? [];
    });
    for (const { id, before, after } of asked.ids ? changes.values() : []) {
      const shown = asked.ids?.includes(id) && !before ? gaze.view(after) : null;
      if (shown && !views.some((view) => view.id === id)) views.push(shown);
    }
    const count = asked.ids ? views.length : total;
    const mayBeOther = [...netChanges(since, asked.module).values()].some(({ before, after }) =>
      window.mayAlter(gaze.view(before), gaze.view(after)),
    );
    this.#join(window, gaze);
    flusher.tellCard(session); // a client that is told other rights cuts what it holds, and needs all of it
    const card = session.card?.text ?? '';
    if (card !== window.card) window.unsure = true;
    if (!window.says(views, count)) {
      window.views = new Map(views.map((view) => [view.id, view]));
      window.total = count;
      window.stale = window.unsure = false;
      window.card = card;
      flusher.flush(session);
      session.writer.write(pagePacket(asked.window, views, count, flusher.token()));
      this.#rows.began(window);
    }
    if (mayBeOther) this.#alter(window);
    this.taken();
    return true;
  }

  #join(window: Window, { eyes, keys }: Gaze): void {
    this.#leave(window);
    window.cohort = eyes && this.#recipients.join(window, window.asked.module, eyes, keys);
  }

  #leave(window: Window): void {
    if (window.cohort) this.#recipients.leave(window, window.cohort);
    window.cohort = null;
  }

  /** Asked anew: what the client holds stays its own until the new page is there. */
  #replace(before: Window, window: Window): void {
    this.#leave(before);
    before.run = -1;
    if (before.asked.module !== window.asked.module) return this.#rows.ended(before);
    window.from = before.from;
    window.sent = before.sent;
    window.noted = before.noted;
  }

  #gaze({ session, asked }: Window): Gaze | null {
    return session.rules && this.#options.inside.seats.gaze(session.rules, asked.module);
  }

  // ---- what happens to it ----

  #take(window: Window, fragment: Fragment, tell: (session: Session, fragment: Fragment) => void): void {
    if (window.holds(fragment.id)) {
      tell(window.session, fragment);
      window.take(fragment);
    }
    if (window.mayAlter(fragment.seen, fragment.shown)) this.#alter(window);
  }

  #alter(window: Window): void {
    if (window.stale) return;
    window.stale = true;
    this.#altered.push(window);
  }

  /** Behind the changes of the entry. A client that is behind is told when it can take it. */
  #tellAltered(window: Window): void {
    const { session, asked } = window;
    if (session.closing || !window.cohort || session.state.kind !== 'live') return;
    const wait = drained(session.writer);
    if (wait) return void wait.then(() => window.stale && this.#tellAltered(window));
    this.#options.inside.flusher.flush(session);
    session.writer.write(new Packet('list-changed', JSON.stringify({ window: asked.window })));
  }

  #refuse({ session, asked }: Window, code: Exclude<Opened, 'opened'>): void {
    if (session.closing) return;
    const { message } = rejections[code];
    session.writer.write(new Packet('window-refused', JSON.stringify({ window: asked.window, code, message })));
  }

  #fail(window: Window, error: unknown): void {
    this.#options.trouble?.(error);
    const { session, asked } = window;
    this.close(session, asked.window);
    if (session.closing) return;
    const { message } = rejections.unavailable;
    const text = JSON.stringify({ window: asked.window, code: 'unavailable', message });
    session.writer.write(new Packet('window-refused', text));
  }
}

const isReady = ({ state, rules }: Session): boolean => state.kind === 'live' && rules !== null;

function pagePacket(window: string, views: readonly View[], total: number, token: string): Packet {
  const rows = views.map((view) => rowText(view)).join(',');
  return new Packet('page', `{"window":"${window}","rows":[${rows}],"total":${total},"token":"${token}"}`);
}
