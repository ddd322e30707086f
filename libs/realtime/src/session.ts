import type { WireAnswer } from '@genkan/protocol/messages';
import type { Member } from '@genkan/domain/members';
import type { Card } from './cards.ts';
import type { OutboxNode } from './outbox.ts';
import type { Rules } from './rules.ts';
import type { SessionWriter } from './session-writer.ts';

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
export type Subscription = { phase: 'wanted' | 'filling' | 'held'; from: number };

/** One connection of one member. It carries no copy of anything: what it waits for is shared. */
export class Session {
  readonly id: string;
  readonly memberId: string;
  /** Its sessions number when it signed in: the session is over when the member's has grown. */
  readonly began: number;
  readonly writer: SessionWriter;
  /** Null until found out. */
  member: Member | null = null;
  rules: Rules | null = null;
  state: SessionState = { kind: 'greeting' };
  readonly subscriptions = new Map<string, Subscription>();
  /** What it is still to be sent, and the newest sequence before the first of it. */
  pending: OutboxNode | null = null;
  since = 0;
  answers: WireAnswer[] = [];
  /** Told when all there was when they asked has been sent. */
  waiting: ((token: string) => void)[] = [];
  /** The card it was last told; `cardTold` false: look whether it has other bytes now. */
  card: Card | null = null;
  cardTold = true;
  /** Waits for its transport to drain. */
  blocked = false;
  /** The catch-up under way, by identity: an older one that wakes up sees that it is over. */
  run: object | null = null;

  constructor(id: string, memberId: string, began: number, writer: SessionWriter) {
    this.id = id;
    this.memberId = memberId;
    this.began = began;
    this.writer = writer;
  }

  modules(phase: Subscription['phase']): string[] {
    return [...this.subscriptions].flatMap(([module, one]) => (one.phase === phase ? [module] : []));
  }

  get closing(): boolean {
    return this.state.kind === 'closing';
  }

  /** Whether the client has been sent all there is for it. */
  get complete(): boolean {
    if (this.state.kind !== 'live' || this.pending || this.answers.length > 0) return false;
    for (const { phase } of this.subscriptions.values()) if (phase !== 'held') return false;
    return true;
  }
}
