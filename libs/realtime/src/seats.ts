import type { ChangedRecord, Fragment } from './fragment.ts';
import { EyesOfPortal } from './eyes.ts';
import { Gaze } from './gaze.ts';
import { moduleKeys } from './module-keys.ts';
import type { PortalNode } from './portal-node.ts';
import { Recipients } from './recipients.ts';
import { RowsAgain } from './rows-again.ts';
import type { Rules } from './rules.ts';
import type { SessionRows } from './session-rows.ts';
import { tellAsked, type Session, type Subscription } from './session.ts';

/** Which session hears of which module, by its rules, and the record of it. */
export class Seats {
  readonly #node: PortalNode;
  readonly #rows: SessionRows;
  readonly #eyes = new EyesOfPortal();
  readonly #recipients = new Recipients<Session>();
  readonly #again = new RowsAgain<Session>();

  constructor(node: PortalNode, rows: SessionRows) {
    this.#node = node;
    this.#rows = rows;
  }

  gaze(rules: Rules, module: string): Gaze {
    return new Gaze(module, this.#eyes.of(rules.ability, module), moduleKeys(rules.keys, module));
  }

  /** From the next entry on the session is told of the module: all before has been sent. */
  join(session: Session, module: string): void {
    const subscription = session.subscription(module);
    if (!subscription || !session.rules) return;
    const { eyes, keys } = this.gaze(session.rules, module);
    subscription.cohort = eyes && this.#recipients.join(session, module, eyes, keys);
    subscription.phase = 'held';
    this.began(session, subscription);
  }

  /** Something of a module is about to be sent: resolves when that is noted (P13). */
  async intends(session: Session, subscription: Subscription): Promise<void> {
    if (subscription.from === 0) this.#note(session, subscription);
    await subscription.noted;
  }

  /** The first that is sent of a module, or of what happened to it since, leaves now. */
  began(session: Session, subscription: Subscription): void {
    tellAsked(subscription, 'subscribed');
    if (subscription.sent) return;
    if (subscription.from !== this.#node.head) {
      this.#end(session, subscription); // noted too early: what was then and is no more was not sent
      this.#note(session, subscription);
    }
    subscription.sent = true;
  }

  leave(session: Session, subscription: Subscription): void {
    const { cohort } = subscription;
    if (cohort) this.#recipients.leave(session, cohort);
    subscription.cohort = null;
    this.#end(session, subscription);
  }

  #note(session: Session, subscription: Subscription): void {
    subscription.from = this.#node.head;
    subscription.sent = this.#again.has(session, subscription.module, subscription.from);
    subscription.noted = this.#rows.began(this.#sent(session, subscription.module, subscription.from));
  }

  #end(session: Session, subscription: Subscription): void {
    const { module, from, sent } = subscription;
    if (sent) this.#again.ended(session, module, from);
    if (from > 0) this.#rows.ended(this.#sent(session, module, from), sent ? this.#node.head : from - 1);
    subscription.from = 0;
    subscription.sent = false;
    subscription.noted = null;
  }

  leaveAll(session: Session): void {
    for (const subscription of session.subscriptions) this.leave(session, subscription);
  }

  /** Each session that is to hear of the change, with what it is told. */
  tell(changed: ChangedRecord, told: (session: Session, fragment: Fragment) => void): void {
    if (!this.#recipients.anyone(changed.module, ({ tab }) => changed.touches(tab))) return; // F5
    this.#recipients.meet(changed.module, changed.before, changed.after, ({ eyes, sessions }, then, now) => {
      const fragment = changed.touches(eyes.tab) ? changed.fragment(eyes, then, now) : null;
      if (fragment) for (const session of sessions) told(session, fragment);
    });
  }

  #sent(session: Session, module: string, from: number) {
    return { portal: this.#node.id, session: session.id, member: session.receiver, module, from };
  }
}
