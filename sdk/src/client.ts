import { systemClock, type Clock } from './clock.ts';
import type { OfflineWrites, WriteOptions } from './commands.ts';
import type { Ability } from './ability.ts';
import type { Auth } from './connection.ts';
import type { OpenConflict } from './conflicts.ts';
import type { Cursor, Hello, Value, Welcome } from './contract.ts';
import { Dialogue } from './dialogue.ts';
import type { Status } from './status.ts';
import { drafted, type Draft } from './draft.ts';
import type { EventLog } from './event-log.ts';
import type { InboxAround, InboxEntry } from './inbox.ts';
import type { Targets } from './include.ts';
import type { Kept } from './keeper.ts';
import type { Keep, Keeping } from './keeping.ts';
import { lateRoom } from './late-room.ts';
import type { LiveQuery, LiveSpec } from './live-query.ts';
import { cell, type Observable } from './observable.ts';
import type { OfflineStore } from './offline-store.ts';
import { onlineAgain } from './online-again.ts';
import type { Pending } from './pending.ts';
import type { PresenceRoom } from './presence.ts';
import type { Row } from './held.ts';
import type { SchemaShape } from './schema-shape.ts';
import { updateWish } from './wish.ts';
import { rowIn } from './wire-answer.ts';

export type ClientOptions = {
  readonly url: string;
  readonly auth: Auth;
  /** Where what is held is kept for the next visit; `memory` unless told: nowhere. */
  readonly store?: 'memory' | 'indexeddb' | OfflineStore;
  /** What becomes of a write while there is no connection: `queue` with a store, otherwise `wait`. */
  readonly offlineWrites?: OfflineWrites;
  /** What the application's types were printed from: differences are told in the status. */
  readonly schema?: SchemaShape;
  /** Events kept for devtools and bug reports; 500 unless told. */
  readonly keepEvents?: number;
  readonly clock?: Clock;
  /** For staff: look with the eyes of a user of whom a preview was started, and only look. */
  readonly preview?: NonNullable<Hello['preview']>;
};
/** `optimistic` says what the command will do, so that it shows at once; it is taken back whole unless it is applied. */
export type CommandOptions = WriteOptions & { readonly optimistic?: (draft: Draft) => void };

/** Loaded with the first write that is refused late. */
const loadInbox = async () => import('./inbox.ts');

type Values = Readonly<Record<string, Value>>;

/** One member's live view of a portal: the one object an application holds. Untyped; `createClient` types it. */
export class LiveClient {
  readonly ability: Ability;
  readonly events: EventLog;
  readonly conflicts: Observable<readonly OpenConflict[]>;
  readonly #inbox = cell<readonly InboxEntry[]>([]);
  readonly #dialogue: Dialogue;
  readonly #keeping: Promise<Keeping> | null;
  /** What was refused is written down before anything closes: it is not to be sent again. */
  #filed: Promise<void> | null = null;
  readonly #stopWatching: () => void;

  constructor({ url, auth, keepEvents = 500, clock = systemClock, store = 'memory', ...options }: ClientOptions) {
    const failed = (error: unknown): void => this.events.note('local', 'store', String(error));
    const loaded =
      store === 'memory' ? null : import('./keeping.ts').then(({ openKeeping }) => openKeeping(store, failed));
    const keep: Keep = (tell) => void loaded?.then((keeping) => keeping.keep(tell));
    this.#keeping = loaded;
    const inbox: InboxAround = {
      shown: this.#inbox,
      keep: (key, note) => keep((keeper) => keeper.note(key, note)),
      client: this,
      now: () => clock.now(),
    };
    const { preview, schema, offlineWrites = store === 'memory' ? 'wait' : 'queue' } = options;
    this.#dialogue = new Dialogue({
      url,
      auth,
      clock,
      keepEvents,
      preview,
      offlineWrites,
      keep: (tell) => this.#dialogue.connection.state.state !== 'closed' && keep(tell),
      file: (key, wish, outcome) =>
        void (this.#filed = loadInbox().then(({ file }) => file(key, wish, outcome, inbox))),
      clearInbox: () => this.#inbox.get().forEach(({ dismiss }) => dismiss()),
    });
    const { connection } = this.#dialogue;
    this.ability = this.#dialogue.ability;
    this.events = this.#dialogue.events;
    this.conflicts = this.#dialogue.rarely.conflicts;
    if (schema) void import('./schema-shape.ts').then(({ compared }) => compared(schema, this.#dialogue));
    if (loaded) void loaded.then(({ kept }) => this.#begin(kept, inbox));
    else connection.start();
    this.#stopWatching = onlineAgain(() => connection.state.state === 'offline' && this.wake());
  }

  get status(): Observable<Status> {
    return this.#dialogue.status;
  }

  /** Writes that went out late and were refused, until they are dismissed. */
  get inbox(): Observable<readonly InboxEntry[]> {
    return this.#inbox;
  }

  /** Who is signed in; null until the first welcome. */
  get member(): Welcome['member'] | null {
    return this.#dialogue.member;
  }

  /** The place up to which what is held is whole; opaque. Null while there is none. */
  get cursor(): Cursor | null {
    return this.#dialogue.cursor;
  }

  /** A list that stays right by itself. Close it when nobody looks. */
  live(module: string, spec: LiveSpec = {}): LiveQuery {
    const query = this.#list(module, spec);
    if (!spec.fields && !spec.include) return query;
    const targets: Targets = {
      moduleOf: (lookup) => this.ability.tab(module)?.fields[lookup]?.module ?? null,
      open: (target) => this.#list(target, {}),
      onChange: (listener) => this.ability.onChange(listener),
    };
    query.stage(import('./shape.ts').then(({ shaped }) => shaped(query, spec, targets)));
    return query;
  }

  /** A record as it is now; null when it does not exist for this member. */
  async get(module: string, id: string): Promise<Row | null> {
    const { replica } = this.#dialogue;
    if (replica.store.complete(module)) return replica.shown(module, id)?.row ?? null;
    return rowIn(await this.ask('query', { name: 'record', input: { module, id } }));
  }

  /** A message that the server answers, with its answer as it came, a problem too; asked again on a new connection. */
  ask(event: 'query' | 'watch-log', message: object): Promise<unknown> {
    return this.#dialogue.requests.ask(event, message);
  }

  /** Sets fields, shown at once; each goes out with the value it was based on, so that two edits never overwrite each other unseen. */
  update(module: string, id: string, set: Values, options?: WriteOptions): Pending {
    const seen = this.#dialogue.replica.shown(module, id)?.row;
    const based = Object.keys(set).filter((field) => seen && field in seen);
    const base = Object.fromEntries(based.map((field) => [field, seen?.[field] ?? null]));
    return this.#issued(this.#dialogue.commands.issue(updateWish({ module, id, set, base }), options));
  }

  command(name: string, input: unknown, { optimistic, ...options }: CommandOptions = {}): Pending {
    const effects = drafted(optimistic, () => crypto.randomUUID());
    return this.#issued(this.#dialogue.commands.issue({ name, input, effects }, options));
  }

  /** Who else is at a record, and where one is oneself. */
  presence(module: string, id: string): PresenceRoom {
    return lateRoom(this.#dialogue.rarely.room(module, id));
  }

  /** Resolves when everything that had happened by now is held: a fence for tests and for reading one's own writes. */
  async caughtUp(): Promise<void> {
    const { store } = this.#dialogue.replica;
    await this.#dialogue.askCaughtUp();
    while (store.modules().some((module) => !store.complete(module))) await this.#dialogue.askCaughtUp();
  }

  /** Tries now: after `needs-auth`, or when the network is known to be back. */
  wake(): void {
    this.#dialogue.connection.happened({ type: 'wake' });
  }

  /** Ends for good. Commands without an answer end `unknown`; those that a store keeps are sent by the next client. */
  close(): Promise<void> {
    const written = Promise.all([this.#keeping, this.#filed]).then(([keeping]) => keeping?.close());
    const { connection, commands, requests, replica } = this.#dialogue;
    this.#stopWatching();
    connection.happened({ type: 'close' });
    commands.close();
    requests.close();
    replica.close();
    return written;
  }

  async #begin(kept: Kept | null, inbox: InboxAround): Promise<void> {
    const { connection } = this.#dialogue;
    const notes = kept?.notes ?? [];
    if (notes.length > 0) (await loadInbox()).refile(notes, inbox);
    if (connection.state.state === 'closed') return;
    if (kept) this.#dialogue.restore(kept);
    connection.start();
  }

  /** Live with its whole module, or on a page where that is too large or the list asks for it. */
  #list(module: string, spec: LiveSpec): LiveQuery {
    const { replica, subscriptions } = this.#dialogue;
    const query: LiveQuery = replica.live(module, spec, () => {
      this.#dialogue.windows?.close(query);
      if (subscriptions.release(module)) this.#dialogue.forget(module);
    });
    const isOwn = spec.windowed && !subscriptions.wants(module);
    if (isOwn || replica.store.partial(module)) void this.#dialogue.inPages(module);
    subscriptions.take(module);
    return query;
  }

  #issued(pending: Pending): Pending {
    this.#dialogue.tellStatus();
    return pending;
  }
}
