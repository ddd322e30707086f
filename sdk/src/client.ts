import { Ability } from './ability.ts';
import { systemClock, type Clock } from './clock.ts';
import { Commands, updateWish, type WriteOptions } from './commands.ts';
import { Connection, type Auth } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import type { AbilityCard, Answer, Cursor, Frame, Refused, Reset, Snapshot, Value, Welcome } from './contract.ts';
import { EventLog } from './event-log.ts';
import { onlineAgain } from './online-again.ts';
import type { LivePhase, LiveSpec, LiveQuery } from './live-query.ts';
import { cell, type Observable } from './observable.ts';
import type { Pending } from './pending.ts';
import { Replica } from './replica.ts';
import { Requests } from './requests.ts';
import type { Row } from './store.ts';
import { Subscriptions } from './subscriptions.ts';
import { problemIn, rowIn } from './wire-answer.ts';
import type { Answered } from './wire.ts';

export type ClientOptions = {
  readonly url: string;
  readonly auth: Auth;
  /** Events kept for devtools and bug reports; 500 unless told. */
  readonly keepEvents?: number;
  readonly clock?: Clock;
};

/** Where the client stands; `pendingWrites` are commands without an answer. */
export type Status = ConnectionState & { readonly pendingWrites: number };

/** One member's live view of a portal: the one object an application holds. Untyped; `createClient` types it. */
export class LiveClient {
  readonly ability: Ability;
  readonly events: EventLog;
  readonly #clock: Clock;
  readonly #replica: Replica;
  readonly #commands: Commands;
  readonly #requests: Requests;
  readonly #subscriptions: Subscriptions;
  readonly #connection: Connection;
  readonly #status = cell<Status>({ state: 'connecting', attempt: 0, refused: false, pendingWrites: 0 });
  #member: Welcome['member'] | null = null;
  #ticket = '';
  #cursor: Cursor | null = null;
  #offered: readonly string[] = [];
  #mixed = false;
  readonly #stopWatching: () => void;

  constructor({ url, auth, keepEvents = 500, clock = systemClock }: ClientOptions) {
    this.#clock = clock;
    this.events = new EventLog(keepEvents, () => clock.now());
    this.#replica = new Replica((module) => this.#phase(module));
    this.ability = new Ability((module, id) => this.#replica.shown(module, id));
    this.#requests = new Requests((event, message, answered) => this.#connection.send(event, message, answered));
    this.#subscriptions = this.#makeSubscriptions();
    this.#commands = this.#makeCommands();
    this.#connection = this.#makeConnection(url, auth);
    this.#connection.start();
    this.#stopWatching = onlineAgain(() => this.#connection.state.state === 'offline' && this.wake());
  }

  get status(): Observable<Status> {
    return this.#status;
  }

  /** Who is signed in; null until the first welcome. */
  get member(): Welcome['member'] | null {
    return this.#member;
  }

  /** The place up to which what is held is whole; opaque. Null while there is none. */
  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** A list that stays right by itself. Close it when nobody looks. */
  live(module: string, spec: LiveSpec = {}): LiveQuery {
    const query = this.#replica.live(module, spec, () => {
      if (this.#subscriptions.release(module)) this.#replica.forget(module);
    });
    this.#subscriptions.take(module);
    return query;
  }

  /** A record as it is now; null when it does not exist for this member. */
  async get(module: string, id: string): Promise<Row | null> {
    if (this.#replica.store.complete(module)) return this.#replica.shown(module, id)?.row ?? null;
    return rowIn(await this.#requests.ask('query', { name: 'record', input: { module, id } }));
  }

  /** Sets fields, shown at once; each goes out with the value it was based on, so that two edits never overwrite each other unseen. */
  update(module: string, id: string, set: Readonly<Record<string, Value>>, options?: WriteOptions): Pending {
    const seen = this.#replica.shown(module, id)?.row;
    const based = Object.keys(set).filter((field) => seen && field in seen);
    const base = Object.fromEntries(based.map((field) => [field, seen?.[field] ?? null]));
    return this.#issued(this.#commands.issue(updateWish({ module, id, set, base }), options));
  }

  command(name: string, input: unknown, options?: WriteOptions): Pending {
    return this.#issued(this.#commands.issue({ name, input }, options));
  }

  /** Resolves when everything that had happened by now is held: a fence for tests and for reading one's own writes. */
  async caughtUp(): Promise<void> {
    await this.#askCaughtUp();
    while (this.#replica.store.modules().some((module) => !this.#replica.store.complete(module)))
      await this.#askCaughtUp();
  }

  /** Tries now: after `needs-auth`, or when the network is known to be back. */
  wake(): void {
    this.#connection.happened({ type: 'wake' });
  }

  /** Ends for good. Commands without an answer end `unknown`. */
  close(): Promise<void> {
    this.#stopWatching();
    this.#connection.happened({ type: 'close' });
    this.#commands.close();
    this.#requests.close();
    this.#replica.close();
    return Promise.resolve();
  }

  #issued(pending: Pending): Pending {
    this.#tellStatus();
    return pending;
  }

  #phase(module: string): LivePhase {
    if (this.#subscriptions.refused(module) || (this.ability.card && !this.ability.tab(module))) return 'denied';
    if (!this.#replica.store.complete(module)) return 'loading';
    return this.#connection.state.state === 'live' && !this.#mixed ? 'live' : 'stale';
  }

  async #askCaughtUp(): Promise<void> {
    await this.#requests.ask('caught-up', {}, (answer) => {
      const { token }: Record<string, unknown> = Object(answer);
      if (typeof token !== 'string' || token === '') return;
      this.#cursor = { ticket: this.#ticket, token };
      this.#connection.happened({ type: 'caught-up' });
    });
  }

  #makeSubscriptions(): Subscriptions {
    return new Subscriptions({
      exists: (module) => this.ability.tab(module) !== null,
      subscribe: (module, refused) => {
        const sent = this.#send('subscribe', { module }, (answer) => {
          if (problemIn(answer) === null) return;
          refused();
          this.#replica.forget(module);
          this.#replica.refresh();
        });
        if (sent) this.#replica.expect(module);
        return sent;
      },
      unsubscribe: (module, left) => {
        const sent = this.#send('unsubscribe', { module });
        if (sent) this.#connection.send('caught-up', {}, left);
        return sent;
      },
    });
  }

  #makeCommands(): Commands {
    return new Commands({
      clock: this.#clock,
      newKey: () => crypto.randomUUID(),
      send: (command) => {
        const sent = this.#connection.send('command', command, (answer) => {
          const problem = problemIn(answer); // anything else comes in a frame
          if (problem)
            this.#answered([{ ...problem, id: command.id, status: 'rejected', replayed: false, conflicts: [] }]);
        });
        if (sent) this.events.note('out', 'command', command);
        return sent;
      },
      show: (key, edit) => this.#replica.show(key, edit),
      unshow: (key, why) => {
        if (why !== 'answered') this.events.note('local', 'rollback', { key, why });
        this.#replica.unshow(key);
      },
    });
  }

  #makeConnection(url: string, auth: Auth): Connection {
    const { store } = this.#replica;
    return new Connection({
      url,
      auth,
      clock: this.#clock,
      place: () => {
        this.#offered = this.#cursor ? store.modules().filter((module) => store.complete(module)) : [];
        return this.#cursor ? { cursor: this.#cursor, subscriptions: [...this.#offered] } : {};
      },
      hear: {
        welcome: (message, bytes) => this.#welcomed(message, bytes),
        snapshot: (message, bytes) => this.#pictured(message, bytes),
        frame: (message, bytes) => this.#framed(message, bytes),
        ability: (message, bytes) => this.#abilityChanged(message, bytes),
        reset: (message, bytes) => this.#voided(message, bytes),
        refused: (message, bytes) => this.#refused(message, bytes),
      },
      askCaughtUp: () => void this.#askCaughtUp().catch(() => {}),
      forget: () => this.#forgetAll(),
      changed: (state) => {
        this.events.note('local', 'status', state);
        this.#tellStatus();
        this.#replica.refresh();
      },
    });
  }

  #welcomed(message: Welcome, bytes: number): void {
    this.events.note('in', 'status', message, bytes);
    this.#member = message.member;
    this.#ticket = message.ticket;
    if (!message.resumed) this.#forgetAll();
    for (const module of this.#replica.store.modules())
      if (!this.#offered.includes(module)) this.#replica.forget(module);
    this.#rights(message.ability);
    this.#subscriptions.connected(this.#offered);
    this.#requests.resend();
    this.#commands.resend();
  }

  #pictured(message: Snapshot, bytes: number): void {
    this.events.note('in', 'snapshot', message, bytes);
    this.#replica.snapshot(message.module, message.rows, message.more);
    if (message.more) return;
    this.#cursor = null; // the token vouches for this module; the next one for all of them
    this.#replica.refresh();
    void this.#askCaughtUp().catch(() => {});
  }

  #framed(message: Frame, bytes: number): void {
    this.events.note('in', 'frame', message, bytes);
    const violation = this.#replica.frame(message.changes);
    if (violation) {
      this.events.note('local', 'violation', violation);
      return this.#connection.happened({ type: 'violation' });
    }
    this.#cursor = message.token === null ? null : { ticket: this.#ticket, token: message.token };
    this.#inParts(message.token === null);
    this.#answered(message.answers);
  }

  #answered(answers: readonly Answer[]): void {
    for (const answer of answers) this.#commands.answer(answer);
    if (answers.length > 0) this.#tellStatus();
  }

  /** Between the parts of a difference what is held is of no one moment. */
  #inParts(mixed: boolean): void {
    if (this.#mixed === mixed) return;
    this.#mixed = mixed;
    this.#replica.refresh();
  }

  #abilityChanged(card: AbilityCard, bytes: number): void {
    this.events.note('in', 'ability', card, bytes);
    this.#rights(card);
    this.#subscriptions.rightsChanged();
  }

  #voided(message: Reset, bytes: number): void {
    this.events.note('in', 'reset', message, bytes);
    this.#cursor = null;
    this.#replica.reset(message.module);
  }

  #refused(message: Refused, bytes: number): void {
    this.events.note('in', 'subscription', message, bytes);
    this.#subscriptions.refuse(message.module);
    this.#replica.forget(message.module);
    this.#replica.refresh();
  }

  #rights(card: AbilityCard): void {
    this.#replica.ability(card);
    this.ability.become(card);
    this.#replica.refresh();
  }

  #forgetAll(): void {
    this.#cursor = null;
    this.#mixed = false;
    this.#replica.reset(null);
  }

  #send(event: string, message: object, answered?: Answered): boolean {
    const sent = this.#connection.send(event, message, answered);
    if (sent) this.events.note('out', 'subscription', { event, ...message });
    return sent;
  }

  #tellStatus(): void {
    const { state } = this.#connection;
    this.#status.set({ ...state, pendingWrites: this.#commands.size });
  }
}
