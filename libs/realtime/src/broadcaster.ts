import { randomUUID } from 'node:crypto';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RejectionCode } from '@genkan/domain/rejected';
import { rejections } from '@genkan/domain/rejected';
import type { Entry } from '@genkan/log/portal-log';
import type { WireAnswer } from '@genkan/protocol/messages';
import type { Beside, Inside } from './beside.ts';
import type { BroadcasterOptions, Opening } from './broadcaster-options.ts';
import { Cards } from './cards.ts';
import { CatchUp, LostTrack, usualSizes } from './catch-up.ts';
import { Differences } from './differences.ts';
import { EarlyAnswers } from './early-answers.ts';
import { Flusher } from './flusher.ts';
import { ChangedRecord, type Fragment } from './fragment.ts';
import { Packet } from './packet.ts';
import { PortalNode } from './portal-node.ts';
import { Resume } from './resume.ts';
import { Rights } from './rights.ts';
import { sameRules, type Rules } from './rules.ts';
import { Seats } from './seats.ts';
import { nobodyAsks } from './session-rows.ts';
import { mostReplicated, tooLargeToReplicate } from './replicated.ts';
import { isOver, nothing, Session, tellAsked, type Standing, type Subscribed } from './session.ts';
import { drained } from './session-writer.ts';
import { Stalled, usualStalledMs } from './stalled.ts';
import { TokenClock } from './token-clock.ts';
import { withoutConflicts } from './waiting-answer.ts';
import { selfPacket, welcomePacket } from './welcome.ts';

/** When a client that was too slow may come back, and go on from its cursor. */
const comeBackMs = 1000;

/** One portal's sessions on this node: each is told, entry by entry, what it may see of what happened (law 4). */
export class Broadcaster {
  readonly #options: BroadcasterOptions;
  readonly #mostReplicated: number;
  readonly #node: PortalNode;
  readonly #seats: Seats;
  readonly #sessions = new Set<Session>();
  readonly #rights: Rights<Session>;
  readonly #differences: Differences;
  readonly #flusher: Flusher;
  readonly #catchUp: CatchUp;
  readonly #cards: Cards;
  readonly #resume: Resume;
  readonly #clock: TokenClock<Session>;
  readonly #stalled: Stalled<Session>;
  readonly #stopTail: () => void;
  readonly #early = new EarlyAnswers();
  readonly #beside: Beside[] = [];
  /** Sessions that must catch up once the entry at hand is dealt with. */
  #restarts: Session[] = [];

  constructor(options: BroadcasterOptions) {
    const { log, tail, cursors, tokenEveryMs = 30_000 } = options;
    this.#options = options;
    this.#mostReplicated = options.mostReplicated ?? mostReplicated;
    this.#node = new PortalNode(log, tail);
    this.#seats = new Seats(this.#node, options.rows ?? nobodyAsks);
    this.#rights = new Rights<Session>(this.#node);
    this.#differences = new Differences(this.#node, this.#mostReplicated);
    this.#cards = new Cards((ability) => options.card(this.#node.settings, ability));
    this.#resume = new Resume(this.#node, cursors, this.#rights.own);
    this.#flusher = new Flusher({
      token: () => cursors.token(this.#node.head),
      card: ({ rules }) => rules && this.#cards.of(rules.ability),
      self: (session) => this.#self(session),
      fellBehind: (session) => this.#fallBack(session, { rules: session.rules, at: session.since }, 'behind'),
      overwhelmed: (session) => this.bye(session, 'too-slow', comeBackMs),
    });
    this.#catchUp = new CatchUp({
      node: this.#node,
      differences: this.#differences,
      flusher: this.#flusher,
      seats: this.#seats,
      sizes: options.sizes ?? usualSizes,
    });
    this.#clock = new TokenClock(30, tokenEveryMs / 30, (session) => this.#flusher.flush(session, true));
    const { stalledMs = usualStalledMs } = options;
    this.#stalled = new Stalled(this.#sessions, stalledMs, (session) => this.bye(session, 'too-slow', comeBackMs));
    this.#stopTail = tail.onEntry((entry, settings) => this.#onEntry(entry, settings));
  }

  /** How many differences were computed since the start. */
  get computed(): number {
    return this.#differences.computed;
  }
  get size(): number {
    return this.#sessions.size;
  }

  /** Something more that lives by this portal's entries and rights, from now on. */
  with<Part extends Beside>(make: (inside: Inside) => Part): Part {
    const part = make({ node: this.#node, own: this.#rights.own, seats: this.#seats, flusher: this.#flusher });
    this.#beside.push(part);
    return part;
  }

  open(opening: Opening): Session {
    const { member, began, writer, looker = null } = opening;
    const session = new Session(randomUUID(), member, began, writer, looker);
    for (const module of opening.subscriptions ?? []) session.want(module);
    this.#sessions.add(session);
    this.#rights.add(session);
    void this.#greet(session, opening).catch((error: unknown) => this.#fail(session, error));
    return session;
  }

  /** Resolves when the first of the module is sent, or is not going to be. Unknown and hidden ones answer alike (law 7). */
  subscribe(session: Session, module: string): Promise<Subscribed> {
    if (session.rules && !session.rules.ability.tabs.has(module)) return Promise.resolve('not-found');
    const known = session.subscription(module);
    if (session.closing || (known && known.phase !== 'wanted')) return Promise.resolve('subscribed');
    const wanted = session.want(module);
    if (!known && session.state.kind === 'live') this.#fill(session, module, session.run);
    return new Promise((told) => (wanted.asked = [...wanted.asked, told]));
  }

  unsubscribe(session: Session, module: string): void {
    this.#flusher.flush(session);
    const left = session.subscription(module);
    if (left) this.#seats.leave(session, left);
    if (left) session.drop(left);
    if (session.pending) this.#fallBack(session, { rules: session.rules, at: session.since }, 'behind');
    this.#restart();
  }

  /** Sends an answer right behind the effects of the entry it belongs to (null: there are none). */
  answer(session: Session, sequence: number | null, answer: WireAnswer): void {
    if (session.closing) return;
    if (sequence !== null && sequence > this.#node.head) this.#early.add(session, sequence, answer);
    else this.#flusher.answer(session, answer);
    this.#restart();
  }

  /** Resolves to a token when all there was for this session at the present head of the log has been sent. */
  async caughtUp(session: Session): Promise<string> {
    await this.#node.reach(await this.#node.log.head(this.#node.id));
    this.#flusher.flush(session);
    if (session.complete || session.closing) return this.#flusher.token();
    return new Promise((told) => (session.waiting = [...session.waiting, told]));
  }

  close(session: Session): void {
    if (!this.#sessions.delete(session)) return;
    for (const part of this.#beside) part.closed(session);
    this.#seats.leaveAll(session);
    this.#rights.remove(session);
    this.#clock.remove(session, session.slot);
    session.state = { kind: 'closing' };
    session.run++;
    session.pending = null;
    session.keepAnswers(nothing);
    for (const told of session.waiting) told('');
    session.waiting = nothing;
    for (const subscription of session.subscriptions) tellAsked(subscription, 'subscribed');
  }

  /** Tells the session that it ends, and why, and closes it. */
  bye(session: Session, code: RejectionCode, retryAfterMs: number | null = null): void {
    if (session.closing) return;
    const { message } = rejections[code];
    session.writer.write(new Packet('bye', JSON.stringify({ code, message, retryAfterMs })));
    session.writer.close();
    this.close(session);
  }

  stop(): void {
    this.#stopTail();
    this.#clock.stop();
    this.#stalled.stop();
    this.#flusher.stop();
    for (const session of [...this.#sessions]) this.close(session);
    for (const part of this.#beside) part.stop();
  }

  // ---- what an entry does ----

  #onEntry(entry: Entry, settings: Portal): void {
    if (entry.sequence <= this.#node.head) return;
    try {
      this.#take(entry, settings);
    } catch (error) {
      for (const session of [...this.#sessions]) this.#fail(session, error);
    }
  }

  #take(entry: Entry, settings: Portal): void {
    this.#node.head = entry.sequence;
    this.#node.settings = settings;
    this.#flusher.moved();
    this.#differences.take(entry);
    if (entry.changes.some(({ kind }) => kind === 'setting')) this.#cards.forget();
    for (const session of this.#rights.take(entry)) this.#judgeAgain(session, entry.sequence - 1);
    const tell = (session: Session, fragment: Fragment) => this.#flusher.tell(session, fragment, entry.sequence - 1);
    for (const change of entry.changes) {
      if (change.kind !== 'record') continue;
      const row = change.after ?? change.before;
      if (!row) continue;
      const changed = new ChangedRecord(row, change.before, change.after);
      this.#seats.tell(changed, tell);
      for (const part of this.#beside) part.changed(changed, tell);
    }
    this.#restart();
    for (const { session, answer } of this.#early.take(entry.sequence)) this.answer(session, null, answer);
    for (const part of this.#beside) part.taken(entry);
  }

  /** At this entry the session's rules may be others: not one byte under the old ones leaves after it (P7). */
  #judgeAgain(session: Session, before: number): void {
    const { rules, state, member } = session;
    if (!member || session.closing) return;
    if (isOver(session, member)) return this.bye(session, 'unauthenticated');
    if (!rules) return;
    const known = this.#rights.judge(session);
    if (known && session.rules && sameRules(rules, session.rules)) return this.#flusher.cardMayDiffer(session);
    if (session.answers.length > 0) session.keepAnswers(session.answers.map(withoutConflicts));
    session.cardTold = false;
    const held: Standing =
      state.kind === 'catching-up' ? state.held : { rules, at: session.pending ? session.since : before };
    this.#fallBack(session, held, 'rights');
  }

  /** Drops what is unsent; the session catches up from what its client holds. */
  #fallBack(
    session: Session,
    held: { readonly rules: Rules | null; readonly at: number },
    reason: 'rights' | 'behind',
  ): void {
    const { state } = session;
    if (session.closing || state.kind === 'greeting' || !held.rules) return;
    for (const part of this.#beside) part.dropped(session, reason);
    session.pending = null;
    this.#seats.leaveAll(session);
    const mixed = state.kind === 'catching-up' && state.mixed;
    const confirm = state.kind === 'catching-up' && state.confirm;
    session.state = { kind: 'catching-up', held: { rules: held.rules, at: held.at }, mixed: false, confirm };
    session.run++;
    if (mixed) this.#forget(session, null, reason);
    else for (const module of session.modules('filling')) this.#forget(session, module, reason);
    this.#restarts.push(session);
  }

  #restart(): void {
    for (const session of this.#restarts.splice(0)) this.#start(session);
  }

  // ---- how a session comes to be live ----

  async #greet(session: Session, opening: Opening): Promise<void> {
    await this.#rights.settle(session);
    if (session.closing) return;
    if (!session.member || isOver(session, session.member)) return this.bye(session, 'unauthenticated');
    const held = opening.cursor ? await this.#resume.standing(session, opening.cursor) : null;
    if (session.closing) return;
    const { member, rules } = session;
    if (!rules) return this.#greet(session, opening); // they changed meanwhile, and must be gathered
    this.#welcome(session, member, rules, held !== null);
    if (held) for (const subscription of session.subscriptions) subscription.phase = 'held';
    else if (opening.cursor) this.#writeReset(session, null, 'cursor');
    const standing = held ?? { rules, at: this.#node.head };
    session.state = { kind: 'catching-up', held: standing, mixed: false, confirm: held !== null };
    session.slot = this.#clock.add(session);
    session.run++;
    this.#start(session);
  }

  #welcome(session: Session, member: Member, rules: Rules, resumed: boolean): void {
    const { cursors, limits } = this.#options;
    const card = this.#cards.of(rules.ability);
    const ticket = cursors.ticket(session.receiver);
    const { own: rows } = this.#rights;
    session.card = card;
    session.tied = tiedTo(member);
    session.writer.write(welcomePacket({ portal: this.#node.id, member, rules, rows, card, ticket, resumed, limits }));
  }

  #self(session: Session): Packet | null {
    const { member, rules } = session;
    if (!member || !rules || tiedTo(member) === session.tied) return null;
    session.tied = tiedTo(member);
    return selfPacket({ member, rules, rows: this.#rights.own });
  }

  #start(session: Session): void {
    const { run } = session;
    void this.#bringUp(session, run).catch((error: unknown) => this.#startOver(session, run, error));
  }

  async #bringUp(session: Session, run: number): Promise<void> {
    const wait = drained(session.writer);
    if (wait) await wait;
    if (session.run === run && !session.rules) await this.#rights.settle(session);
    if (session.run !== run || !(await this.#catchUp.bring(session, run))) return;
    for (const part of this.#beside) part.ready(session);
    for (const module of session.modules('wanted')) this.#fill(session, module, run);
    if (session.answers.length > 0 || session.waiting.length > 0) this.#flusher.flush(session);
  }

  #fill(session: Session, module: string, run: number): void {
    void this.#catchUp
      .fill(session, module, run)
      .then((filled) => {
        if (filled === 'large') this.#refuse(session, module);
        if (filled !== 'left') this.#flusher.flush(session);
      })
      .catch((error: unknown) => this.#startOver(session, run, error));
  }

  /** There is too much of it to send: the client is told, whether it asked just now or holds it void after a reset. */
  #refuse(session: Session, module: string): void {
    const refused = session.subscription(module);
    if (!refused) return;
    tellAsked(refused, 'limit-reached');
    this.#seats.leave(session, refused);
    session.drop(refused);
    const message = tooLargeToReplicate(this.#mostReplicated);
    session.writer.write(new Packet('refused', JSON.stringify({ module, code: 'limit-reached', message })));
  }

  /** The client cannot be brought up from what it holds: it begins anew. Twice in a row cannot be: the second closes. */
  #startOver(session: Session, run: number, error: unknown): void {
    if (session.run !== run || session.closing) return;
    if (!(error instanceof LostTrack)) return this.#fail(session, error);
    this.#fallBack(session, { rules: session.rules, at: this.#node.head }, 'behind');
    this.#forget(session, null, 'behind');
    this.#restart();
  }

  #fail(session: Session, error: unknown): void {
    this.#options.trouble?.(error);
    this.bye(session, 'unavailable', 1000);
  }

  /** The client is to forget a module, or all: a fresh picture follows. */
  #forget(session: Session, module: string | null, reason: 'rights' | 'behind'): void {
    for (const subscription of session.subscriptions) {
      if (module === null || subscription.module === module) subscription.phase = 'wanted';
    }
    this.#writeReset(session, module, reason);
  }

  #writeReset(session: Session, module: string | null, reason: string): void {
    session.writer.write(new Packet('reset', JSON.stringify({ reason, module })));
  }
}

const tiedTo = (member: Member): string | null => (member.kind === 'portal-user' ? member.record : null);
