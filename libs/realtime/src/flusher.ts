import type { WireAnswer } from '@genkan/protocol/messages';
import type { Fragment } from './fragment.ts';
import type { Card } from './cards.ts';
import { OutboxTree } from './outbox.ts';
import { framePacket, type Packet } from './packet.ts';
import { nothing, type Session } from './session.ts';
import { waitingAnswer } from './waiting-answer.ts';

/** A session with more unsent than this has fallen behind (P9). */
export const mostUnsent = 1024 * 1024;

export type FlusherOptions = {
  /** A fresh token of the head. */
  readonly token: () => string;
  /** The card a session is to be told. */
  readonly card: (session: Session) => Card | null;
  /** What a session is to be told of its own record when it is tied to another than it knows. */
  readonly self: (session: Session) => Packet | null;
  readonly fellBehind: (session: Session) => void;
  /** Answers cannot be caught up with: a session that is owed too many of them ends. */
  readonly overwhelmed: (session: Session) => void;
};

/**
 * Sends what sessions' outboxes hold: whoever awaits an answer at once, everybody else once a loop turn. No timer buys
 * latency: under load the turn itself is the batch (FANOUT 4).
 */
export class Flusher {
  readonly #options: FlusherOptions;
  readonly #tree = new OutboxTree();
  #dirty: Session[] = [];
  #answered: Session[] = [];
  #turn: NodeJS.Immediate | null = null;
  #token: string | null = null;

  constructor(options: FlusherOptions) {
    this.#options = options;
  }

  /** `before`: the newest sequence before the entry that is being told. */
  add(session: Session, fragment: Fragment, before: number): void {
    if (session.pending === null) {
      session.since = before;
      this.#dirty.push(session);
      this.#turn ??= setImmediate(this.#flushAll);
    }
    session.pending = this.#tree.add(session.pending, fragment);
  }

  /** As `add`, for what just happened: a session that has not taken the older part drops it all. */
  tell(session: Session, fragment: Fragment, before: number): void {
    this.add(session, fragment, before);
    if (session.pending && session.unsent > mostUnsent) this.#options.fellBehind(session);
  }

  /** The session's card may have other bytes now. */
  cardMayDiffer(session: Session): void {
    session.cardTold = false;
    this.#dirty.push(session);
    this.#turn ??= setImmediate(this.#flushAll);
  }

  /** An answer whose effects are in the outbox or sent: leaves with them, as soon as the present callbacks are done. */
  answer(session: Session, answer: WireAnswer): void {
    session.keepAnswers([...session.answers, waitingAnswer(answer)]);
    if (session.answerBytes > mostUnsent) return this.#options.overwhelmed(session);
    if (session.pending && session.unsent > mostUnsent) this.#options.fellBehind(session);
    if (this.#answered.push(session) === 1) process.nextTick(this.#flushAnswered);
  }

  /** Nothing made at an older head is used again. */
  moved(): void {
    this.#token = null;
  }

  /** One token a head and loop turn, so that equal frames are one. */
  token(): string {
    this.#token ??= this.#options.token();
    this.#turn ??= setImmediate(this.#flushAll);
    return this.#token;
  }

  /** `confirm`: also when there is nothing to tell. */
  flush(session: Session, confirm = false): void {
    if (session.state.kind !== 'live') return;
    const { writer } = session;
    if (writer.buffered() > 0) return this.#wait(session);
    this.tellCard(session);
    const packet = this.#packet(session, confirm);
    session.pending = null;
    if (packet) writer.write(packet);
    if (session.waiting.length > 0 && session.complete) this.#tellWaiting(session);
  }

  /** Tells the session its rights when they are not those it was last told. */
  tellCard(session: Session): void {
    if (session.cardTold) return;
    session.cardTold = true;
    const self = this.#options.self(session); // first, so that whoever hears of his rights knows who he is
    if (self) session.writer.write(self);
    const card = this.#options.card(session);
    if (card && card.text !== session.card?.text) session.writer.write(card.packet);
    session.card = card;
  }

  stop(): void {
    if (this.#turn) clearImmediate(this.#turn);
  }

  #packet(session: Session, confirm: boolean): Packet | null {
    const { pending } = session;
    if (session.answers.length > 0) {
      const answers = session.answers.map(({ text }) => text).join(',');
      session.keepAnswers(nothing);
      return framePacket(this.token(), pending?.changes ?? '', answers);
    }
    if (pending && pending.changes !== '') return pending.packet(this.token());
    return confirm ? this.#nothing() : null;
  }

  #empty: { readonly token: string; readonly packet: Packet } | null = null;
  #nothing(): Packet {
    const token = this.token();
    if (this.#empty?.token !== token) this.#empty = { token, packet: framePacket(token, '', '') };
    return this.#empty.packet;
  }

  #tellWaiting(session: Session): void {
    const { waiting } = session;
    session.waiting = nothing;
    for (const told of waiting) told(this.token());
  }

  #wait(session: Session): void {
    if (session.blocked) return;
    session.blocked = true;
    session.writer.onDrain(() => {
      session.blocked = false;
      this.flush(session);
    });
  }

  readonly #flushAll = (): void => {
    this.#turn = null;
    const dirty = this.#dirty;
    this.#dirty = [];
    for (const session of dirty) if (session.pending || !session.cardTold) this.flush(session);
    this.#tree.empty();
    this.#token = null;
  };

  readonly #flushAnswered = (): void => {
    const answered = this.#answered;
    this.#answered = [];
    for (const session of answered) if (session.answers.length > 0) this.flush(session);
  };
}
