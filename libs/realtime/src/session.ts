import type { Member } from '@genkan/domain/members';
import type { Card } from './cards.ts';
import type { Lens, Looker } from './lens.ts';
import type { OutboxNode } from './outbox.ts';
import type { Cohort } from './recipients.ts';
import type { Rules } from './rules.ts';
import type { SessionWriter } from './session-writer.ts';
import { bytesOf, type WaitingAnswer } from './waiting-answer.ts';

/** What the client holds of its complete modules: all that these rules showed at a sequence. */
export type Standing = { readonly rules: Rules; readonly at: number };

/**
 * `greeting`: who it is and what it may see is being found out. `catching-up`: it holds `held`, and is brought to the
 * present; `mixed` once a part of the difference has left. `live`: everything up to the head is sent or in its outbox.
 */
export type SessionState =
  | { readonly kind: 'greeting' }
  | { readonly kind: 'catching-up'; readonly held: Standing; mixed: boolean; readonly confirm: boolean }
  | { readonly kind: 'live' }
  | { readonly kind: 'closing' };

/** `wanted`: nothing of the module was sent; `filling`: a part of its first picture; `held`: all of it. */
export type Subscription = {
  readonly module: string;
  phase: 'wanted' | 'filling' | 'held';
  /** Where it receives what happens, once it is held. */
  cohort: Cohort<Session> | null;
  /** The head at which the first of it left or is about to, for the record of what was sent; 0: none does. */
  from: number;
  /** Something of it left since `from`. */
  sent: boolean;
  /** Resolves when the row that says so is kept. */
  noted: Promise<void> | null;
  /** Told once it is known whether the module is sent at all. */
  asked: readonly ((outcome: Subscribed) => void)[];
};

/** `not-found`: hidden or unknown, alike; `limit-reached`: there are more records than are replicated. */
export type Subscribed = 'subscribed' | 'not-found' | 'limit-reached';

export function tellAsked(subscription: Subscription, outcome: Subscribed): void {
  const { asked } = subscription;
  subscription.asked = nothing;
  for (const told of asked) told(outcome);
}

/** Sessions by the thousand are idle: they share what is empty, and this state. */
export const nothing: readonly never[] = [];
export const isLive: SessionState = { kind: 'live' };

/** One connection of one member. It carries no copy of anything: what it waits for is shared. */
export class Session {
  readonly id: string;
  readonly memberId: string;
  /** Its sessions number when it signed in: the session is over when the member's has grown. */
  readonly began: number;
  readonly writer: SessionWriter;
  /** Set: somebody of the staff looks with this member's eyes, and may only look. */
  readonly looker: Looker | null;
  /** Null until found out. */
  member: Member | null = null;
  rules: Rules | null = null;
  state: SessionState = { kind: 'greeting' };
  /** Few, and by the thousand sessions: a list, not a map. */
  subscriptions: readonly Subscription[] = [];
  /** What it is still to be sent, and the newest sequence before the first of it. */
  pending: OutboxNode | null = null;
  since = 0;
  answers: readonly WaitingAnswer[] = nothing;
  answerBytes = 0;
  /** Told when all there was when they asked has been sent. */
  waiting: readonly ((token: string) => void)[] = nothing;
  /** Its slot in the clock of tokens. */
  slot = -1;
  /** The record it was last told to be its own. */
  tied: string | null = null;
  /** The card it was last told; `cardTold` false: look whether it has other bytes now. */
  card: Card | null = null;
  cardTold = true;
  /** Waits for its transport to drain. */
  blocked = false;
  /** Grows with each catch-up: an older one that wakes up sees that it is over. */
  run = 0;

  constructor(id: string, memberId: string, began: number, writer: SessionWriter, looker: Looker | null = null) {
    this.id = id;
    this.memberId = memberId;
    this.began = began;
    this.writer = writer;
    this.looker = looker;
  }

  get lens(): Lens | null {
    return this.looker && this.looker.lens;
  }

  /** Who is sent what this session is sent (P13). */
  get receiver(): string {
    return this.looker?.member ?? this.memberId;
  }

  modules(phase: Subscription['phase']): string[] {
    return this.subscriptions.flatMap((one) => (one.phase === phase ? [one.module] : []));
  }

  subscription(module: string): Subscription | null {
    return this.subscriptions.find((one) => one.module === module) ?? null;
  }

  want(module: string): Subscription {
    const known = this.subscription(module);
    if (known) return known;
    const wanted: Subscription = {
      module,
      phase: 'wanted',
      cohort: null,
      from: 0,
      sent: false,
      noted: null,
      asked: nothing,
    };
    this.subscriptions = [...this.subscriptions, wanted];
    return wanted;
  }

  /** Whoever still waits to know is told that it was one. */
  drop(dropped: Subscription): void {
    this.subscriptions = this.subscriptions.filter((one) => one !== dropped);
    tellAsked(dropped, 'subscribed');
  }

  keepAnswers(answers: readonly WaitingAnswer[]): void {
    this.answers = answers;
    this.answerBytes = bytesOf(answers);
  }

  /** What it is owed, in bytes: changes and answers (P9). */
  get unsent(): number {
    return (this.pending?.bytes ?? 0) + this.answerBytes;
  }

  get closing(): boolean {
    return this.state.kind === 'closing';
  }

  /** Whether the client has been sent all there is for it. */
  get complete(): boolean {
    if (this.state.kind !== 'live' || this.pending || this.answers.length > 0) return false;
    return this.subscriptions.every(({ phase }) => phase === 'held');
  }
}

/** Signing in again is asked of a member that is not active, or whose sessions were ended since. */
export const isOver = (session: Pick<Session, 'began'>, member: Member): boolean =>
  member.status !== 'active' || member.sessionsEnded > session.began;
