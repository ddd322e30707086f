import { Ability } from './ability.ts';
import type { Clock } from './clock.ts';
import { Commands } from './commands.ts';
import { Connection } from './connection.ts';
import type { ConnectionState } from './connection-state.ts';
import type { AbilityCard, Answer, Cursor, Frame, Refused, Reset, Snapshot, Welcome } from './contract.ts';
import { denialOf } from './denial.ts';
import type { DialogueParts } from './dialogue-parts.ts';
import { EventLog } from './event-log.ts';
import type { Kept } from './keeper.ts';
import type { LivePhase } from './live-query.ts';
import { cell } from './observable.ts';
import { isRefusal, passes } from './outcome.ts';
import { Rarely } from './rarely.ts';
import { Replica } from './replica.ts';
import { Requests } from './requests.ts';
import type { SchemaDiff } from './schema-shape.ts';
import type { Status } from './status.ts';
import { subscriptionsOn } from './subscribing.ts';
import type { Subscriptions } from './subscriptions.ts';
import { problemIn } from './wire-answer.ts';
import type { Windows } from './windows.ts';
import type { Answered } from './wire.ts';

/**
 * The conversation with the server: what it says changes what is held, what is wished goes out and is answered. Every
 * message is one turn; what it changed is told to the keeper in that turn, with the place that vouches for it.
 */
export class Dialogue {
  readonly ability: Ability;
  readonly events: EventLog;
  readonly rarely: Rarely;
  readonly replica: Replica;
  readonly commands: Commands;
  readonly requests: Requests;
  readonly subscriptions: Subscriptions;
  readonly clock: Clock;
  readonly connection: Connection;
  readonly status = cell<Status>({ state: 'connecting', attempt: 0, refused: false, pendingWrites: 0 });
  windows: Windows | null = null;
  /** Told by whoever compares rights with printed types. */
  schema: SchemaDiff | undefined;
  readonly #parts: DialogueParts;
  #member: Welcome['member'] | null = null;
  /** Whose replica is held: of an earlier visit until the first welcome. */
  #owner: string | null = null;
  #ticket = '';
  #cursor: Cursor | null = null;
  #offered: readonly string[] = [];
  #mixed = false;
  #rttMs: number | undefined;

  constructor(parts: DialogueParts) {
    this.#parts = parts;
    const { clock, keepEvents } = parts;
    this.clock = clock;
    this.events = new EventLog(keepEvents, () => clock.now());
    this.replica = new Replica(
      (module) => this.#phase(module),
      (differences) => {
        this.rarely.follower?.changed(differences);
        const whole = differences.filter(({ module }) => !this.replica.store.partial(module)); // no place vouches for others
        parts.keep((keeper) => keeper.rows(whole));
      },
    );
    this.ability = new Ability((module, id) => this.replica.shown(module, id));
    this.requests = new Requests((event, message, answered) => this.connection.send(event, message, answered));
    this.subscriptions = subscriptionsOn(this, (module, code) => this.#notWhole(module, code));
    this.commands = this.#makeCommands();
    this.rarely = new Rarely({
      presence: { send: (message, answered) => this.send('presence', message, answered), now: () => clock.now() },
      issue: (wish) => this.commands.issue(wish),
      held: (module, id) => this.replica.store.row(module, id),
    });
    this.connection = this.#makeConnection();
  }

  get member(): Welcome['member'] | null {
    return this.#member;
  }

  get cursor(): Cursor | null {
    return this.#cursor;
  }

  /** Goes on from where an earlier client stood: its rights first, then what is shown under them. */
  restore({ place, card, rows, wishes }: Kept): void {
    this.#owner = place?.member ?? null;
    if (card) this.ability.become(card);
    for (const [key, wish] of wishes) this.commands.restore(key, wish);
    for (const [module, kept] of card ? rows : []) this.replica.restore(module, kept);
    this.#cursor = place?.cursor ?? null;
    this.replica.refresh();
    this.tellStatus();
  }

  /** Only pages of the module are held, for as long as anybody looks. Loaded with the first that needs it. */
  async inPages(module: string): Promise<void> {
    this.replica.store.expect(module, true);
    const { Windows } = await import('./windows.ts');
    this.windows ??= new Windows(this);
    this.windows.open(module);
  }

  /** Everything that had happened by now is held when it resolves. */
  async askCaughtUp(): Promise<void> {
    const { clock } = this.#parts;
    const asked = clock.now();
    await this.requests.ask('caught-up', {}, (answer) => {
      const { token }: Record<string, unknown> = Object(answer);
      this.#rttMs = clock.now() - asked;
      if (!token || typeof token !== 'string') return;
      this.#stands({ ticket: this.#ticket, token });
      this.connection.happened({ type: 'caught-up' });
      this.tellStatus();
    });
  }

  tellStatus(): void {
    const { state } = this.connection;
    this.status.set({ ...state, pendingWrites: this.commands.size, rttMs: this.#rttMs, schema: this.schema });
  }

  #phase(module: string): LivePhase {
    if (this.replica.store.partial(module)) return 'loading'; // until its page says more
    if (this.subscriptions.refused(module) || (this.ability.card && !this.ability.tab(module))) return 'denied';
    if (!this.replica.store.complete(module)) return 'loading';
    if (this.#member === null) return 'cached';
    return this.connection.state.state === 'live' && !this.#mixed ? 'live' : 'stale';
  }

  #makeCommands(): Commands {
    const { clock, offlineWrites, file, keep } = this.#parts;
    return new Commands({
      clock,
      offline: offlineWrites,
      newKey: () => crypto.randomUUID(),
      send: (command) => {
        const sent = this.connection.send('command', command, (answer) => {
          const problem = problemIn(answer); // anything else comes in a frame
          if (problem)
            this.#answered([{ ...problem, id: command.id, status: 'rejected', replayed: false, conflicts: [] }]);
        });
        if (sent) this.events.note('out', 'command', command);
        return sent;
      },
      show: (key, effects) => this.replica.show(key, effects),
      unshow: (key, why) => {
        if (why !== 'answered') this.events.note('local', 'rollback', { key, why });
        this.replica.unshow(key);
      },
      denial: ({ name, input }) => denialOf(this.ability, name, input),
      waits: (key, wish) => keep((keeper) => keeper.wish(key, wish)),
      ended: (key, open, outcome) => {
        const { edit } = open.wish;
        this.events.note('in', 'answer', { key, status: outcome.status, ms: clock.now() - open.since });
        if (!open.late && edit && outcome.status === 'conflict') void this.rarely.met(key, edit, outcome);
        if (open.late && isRefusal(outcome)) file(key, open.wish, outcome);
        else keep((keeper) => keeper.wish(key, null));
      },
    });
  }

  #makeConnection(): Connection {
    const { store } = this.replica;
    return new Connection({
      ...this.#parts,
      place: () => {
        const whole = store.modules().filter((module) => store.complete(module) && this.subscriptions.wants(module));
        const cursor = this.#cursor;
        this.#offered = cursor ? whole : [];
        return cursor ? { cursor, subscriptions: whole } : {};
      },
      hear: {
        welcome: (message, bytes) => this.#welcomed(message, bytes),
        snapshot: (message, bytes) => this.#pictured(message, bytes),
        frame: (message, bytes) => this.#framed(message, bytes),
        ability: (message, bytes) => this.#abilityChanged(message, bytes),
        // it comes before the rights that go with it, so that whoever hears of these finds it
        self: ({ record }) => void (this.#member &&= { ...this.#member, record }),
        reset: (message, bytes) => this.#voided(message, bytes),
        refused: (message, bytes) => this.#refused(message, bytes),
        page: (...heard) => this.windows?.page(...heard),
        'list-changed': (...heard) => this.windows?.changed(...heard),
        'window-refused': (...heard) => this.windows?.refused(...heard),
        entry: (message, bytes) => this.events.note('in', 'entry', message, bytes),
        present: (message, bytes) => {
          this.events.note('in', 'presence', message, bytes);
          this.rarely.presences?.told(message);
        },
      },
      askCaughtUp: () => void this.askCaughtUp().catch(() => {}),
      forget: () => this.#forgetAll(),
      changed: (state) => this.#moved(state),
    });
  }

  #moved(state: ConnectionState): void {
    this.events.note('local', 'status', state);
    if (state.state === 'needs-auth' || state.state === 'revoked') {
      this.commands.refuseAll('unauthenticated', state.reason);
      this.#parts.keep((keeper) => keeper.card(null));
    }
    this.tellStatus();
    this.replica.refresh();
    if (state.state !== 'live' && state.state !== 'catching-up') this.rarely.presences?.lost();
  }

  #welcomed(message: Welcome, bytes: number): void {
    this.events.note('in', 'status', message, bytes);
    const { store } = this.replica;
    const lost = this.#offered.filter((module) => !store.complete(module)); // closed since it was offered
    this.#owned(message.member.id);
    this.#member = message.member;
    this.#ticket = message.ticket;
    if (!message.resumed) this.#forgetAll();
    for (const module of store.modules()) if (!this.#offered.includes(module)) this.forget(module);
    this.#rights(message.ability);
    this.subscriptions.connected(this.#offered, lost);
    this.requests.resend();
    this.commands.resend();
    this.rarely.presences?.connected();
    this.windows?.askAll();
  }

  /** What an earlier member left here is not this one's. */
  #owned(member: string): void {
    if (this.#owner !== null && this.#owner !== member) {
      this.#forgetAll();
      this.windows?.forget();
      this.commands.refuseAll('cancelled', '');
      this.#parts.clearInbox();
    }
    this.#owner = member;
  }

  /** What is held is whole up to there, or up to no one place. */
  #stands(cursor: Cursor | null): void {
    const owner = this.#owner;
    this.#cursor = cursor;
    if (owner === null) return;
    const modules = this.replica.store.modules().filter((module) => this.replica.store.complete(module));
    this.#parts.keep((keeper) => keeper.place({ member: owner, cursor, modules }));
  }

  /** Nobody looks at it any more: its rows go, and the place no longer vouches for it. */
  forget(module: string): void {
    this.replica.forget(module);
    this.#stands(this.#cursor);
  }

  #pictured(message: Snapshot, bytes: number): void {
    this.events.note('in', 'snapshot', message, bytes);
    this.replica.snapshot(message.module, message.rows, message.more);
    if (message.more) return;
    this.#stands(null); // the token vouches for this module; the next one for all of them
    this.replica.refresh();
    void this.askCaughtUp().catch(() => {});
  }

  #framed(message: Frame, bytes: number): void {
    this.events.note('in', 'frame', message, bytes);
    const ending = message.answers.filter((answer) => !passes(answer)).map(({ id }) => id);
    const violation = this.replica.frame(message.changes, ending);
    if (violation) {
      this.events.note('local', 'violation', violation);
      return this.connection.happened({ type: 'violation' });
    }
    this.#stands(message.token === null ? null : { ticket: this.#ticket, token: message.token });
    this.#inParts(message.token === null);
    this.#answered(message.answers);
  }

  #answered(answers: readonly Answer[]): void {
    for (const answer of answers) this.commands.answer(answer);
    if (answers.length > 0) this.tellStatus();
  }

  /** Between the parts of a difference what is held is of no one moment. */
  #inParts(mixed: boolean): void {
    if (this.#mixed === mixed) return;
    this.#mixed = mixed;
    this.replica.refresh();
  }

  #abilityChanged(card: AbilityCard, bytes: number): void {
    this.events.note('in', 'ability', card, bytes);
    this.#rights(card);
    this.subscriptions.rightsChanged();
    this.windows?.askAll(true);
  }

  #voided(message: Reset, bytes: number): void {
    this.events.note('in', 'reset', message, bytes);
    this.#stands(null);
    this.replica.reset(message.module);
  }

  #refused(message: Refused, bytes: number): void {
    this.events.note('in', 'subscription', message, bytes);
    this.subscriptions.refuse(message.module);
    this.#notWhole(message.module, message.code);
  }

  /** The server does not send the module: its lists stand on pages of it, or on nothing. */
  #notWhole(module: string, code: string): void {
    if (this.replica.store.partial(module)) return;
    this.forget(module);
    if (code === 'limit-reached') void this.inPages(module);
    this.replica.refresh();
  }

  #rights(card: AbilityCard): void {
    if (this.replica.ability(card)) this.#stands(null); // less is held than the cursor says; a token is on its way
    this.ability.become(card);
    this.#parts.keep((keeper) => keeper.card(card));
    this.replica.refresh();
  }

  #forgetAll(): void {
    this.#stands(null);
    this.#mixed = false;
    this.replica.reset(null);
  }

  send(event: string, message: object, answered?: Answered): boolean {
    const sent = this.connection.send(event, message, answered);
    const kind = event === 'presence' ? event : 'subscription';
    if (sent) this.events.note('out', kind, { event, ...message });
    return sent;
  }
}
