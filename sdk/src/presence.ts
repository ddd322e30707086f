import type { Place, Present } from './contract.ts';
import { tell, type Observable } from './observable.ts';
import { problemIn } from './wire-answer.ts';
import type { Answered } from './wire.ts';

/** Somebody else at a record. `name` null: not known by name. `lastSeen`: when it was last told, in ms since 1970. */
export type Other<P = Place> = {
  readonly id: string;
  readonly kind: 'staff' | 'portal-user';
  readonly name: string | null;
  readonly data: P;
  readonly lastSeen: number;
};
/** `me` null: one is not there for others. */
export type PresenceState<P = Place> = { readonly me: P | null; readonly others: readonly Other<P>[] };

/** Who is at a record. Whoever listens is told of others; whoever enters is told of to others. */
export interface PresenceRoom<P = Place> extends Observable<PresenceState<P>> {
  enter(place: P): void;
  set(place: Partial<P>): void;
  leave(): void;
}

type Room = {
  readonly module: string;
  readonly id: string;
  readonly seats: Set<Seat>;
  others: readonly Other[];
  /** What the server was told last on this connection; null: nothing. */
  said: string | null;
};

export type PresenceNeeds = {
  /** False while there is nobody to send to; everything is said again after the next welcome. */
  readonly send: (message: object, answered: Answered) => boolean;
  readonly now: () => number;
};

/** Where this client is, and who else is there; what several parts of a page say of one record is said as one. */
export class Presences {
  readonly #needs: PresenceNeeds;
  readonly #rooms = new Map<string, Room>();
  readonly #unsaid = new Set<Room>();

  constructor(needs: PresenceNeeds) {
    this.#needs = needs;
  }

  room(module: string, id: string): PresenceRoom {
    return new Seat(this.#room(module, id), (room) => this.#moved(room));
  }

  told({ module, id, others }: Present): void {
    const room = this.#rooms.get(`${module}/${id}`);
    if (!room) return;
    const known = new Map(room.others.map((other) => [other.id, other]));
    const lastSeen = this.#needs.now();
    this.#show(
      room,
      others.map(({ member, kind, name, at }) => {
        const before = known.get(member);
        const same = before?.name === name && samePlace(before.data, at);
        return same ? before : { id: member, kind, name, data: at, lastSeen };
      }),
    );
  }

  /** A new connection knows nothing of where one is. */
  connected(): void {
    for (const room of this.#rooms.values()) {
      room.said = null;
      this.#say(room);
    }
  }

  /** Without a connection nobody is known to be there. */
  lost(): void {
    for (const room of this.#rooms.values()) this.#show(room, []);
  }

  #room(module: string, id: string): Room {
    const known = this.#rooms.get(`${module}/${id}`);
    return known ?? { module, id, seats: new Set(), others: [], said: null };
  }

  /** Said once for all that changes in one turn: a page that leaves a field for another has not left in between. */
  #moved(room: Room): void {
    const name = `${room.module}/${room.id}`;
    const known = this.#rooms.get(name);
    if (!known) this.#rooms.set(name, room);
    else if (known !== room) for (const seat of room.seats) seat.sit(known);
    const one = known ?? room;
    if (this.#unsaid.size === 0) queueMicrotask(() => this.#sayAll());
    this.#unsaid.add(one);
  }

  #sayAll(): void {
    const rooms = [...this.#unsaid];
    this.#unsaid.clear();
    for (const room of rooms) {
      this.#say(room);
      if (room.seats.size === 0) this.#rooms.delete(`${room.module}/${room.id}`);
    }
  }

  #say(room: Room): void {
    const { module, id, seats, said } = room;
    const at = placeOf(seats);
    const watch = [...seats].some((seat) => seat.watches);
    const text = JSON.stringify([at, watch]);
    if (text === said || (said === null && !at && !watch)) return;
    const sent = this.#needs.send({ module, id, at, watch }, (answer) => {
      if (problemIn(answer) && room.said === text) this.#show(room, []);
    });
    if (sent) room.said = text;
    if (!watch) this.#show(room, []);
  }

  #show(room: Room, others: readonly Other[]): void {
    if (room.others.length === 0 && others.length === 0) return;
    room.others = others;
    for (const seat of room.seats) seat.changed();
  }
}

/** One part of a page at a record. */
class Seat implements PresenceRoom {
  readonly #listeners = new Set<(state: PresenceState) => void>();
  readonly #moved: (room: Room) => void;
  #room: Room;
  #state: PresenceState | null = null;
  me: Place | null = null;

  constructor(room: Room, moved: (room: Room) => void) {
    this.#room = room;
    this.#moved = moved;
  }

  get watches(): boolean {
    return this.#listeners.size > 0;
  }

  get(): PresenceState {
    this.#state ??= { me: this.me, others: this.watches ? this.#room.others : nobody };
    return this.#state;
  }

  subscribe(listener: (state: PresenceState) => void): () => void {
    this.#listeners.add(listener);
    this.#settle();
    return () => {
      this.#listeners.delete(listener);
      this.#settle();
    };
  }

  enter(place: Place): void {
    this.me = place;
    this.#settle();
    this.changed();
  }

  set(place: Partial<Place>): void {
    this.enter({ ...this.me, ...place });
  }

  leave(): void {
    this.me = null;
    this.#settle();
    this.changed();
  }

  /** Told by the client: somebody came or went. */
  changed(): void {
    this.#state = null;
    tell(this.#listeners, this.get());
  }

  /** The record is looked at from another part of the page too: both sit in one room. */
  sit(room: Room): void {
    this.#room.seats.delete(this);
    this.#room = room;
    room.seats.add(this);
    this.#state = null;
  }

  #settle(): void {
    this.#state = null;
    if (this.watches || this.me) this.#room.seats.add(this);
    else this.#room.seats.delete(this);
    this.#moved(this.#room);
  }
}

/** The first that says which field it edits, or looks at, speaks for the page. */
function placeOf(seats: Iterable<Seat>): Place | null {
  const places = [...seats].flatMap(({ me }) => (me ? [me] : []));
  if (places.length === 0) return null;
  const editing = places.find((place) => place.editing !== undefined)?.editing;
  const viewing = places.find((place) => place.viewing !== undefined)?.viewing;
  return { ...(viewing !== undefined && { viewing }), ...(editing !== undefined && { editing }) };
}

const nobody: readonly Other[] = [];

const samePlace = (a: Place, b: Place): boolean => a.viewing === b.viewing && a.editing === b.editing;
