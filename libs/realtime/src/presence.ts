import type { RecordState } from '@genkan/domain/records';
import { ifGathered } from '@genkan/domain/known';
import type { Entry } from '@genkan/log/portal-log';
import type { Words } from '@genkan/log/words';
import type { Place, Present } from '@genkan/protocol/messages';
import type { PresenceWords } from '@genkan/protocol/presence-word';
import { knownAs, seenBy, type Person } from './acquaintance.ts';
import type { Beside, Inside } from './beside.ts';
import type { ChangedRecord } from './fragment.ts';
import { Packet } from './packet.ts';
import { PresenceBoard, type Presence as AtRecord } from './presence-board.ts';
import { Guests } from './presence-guests.ts';
import { mayPlace, shownPlace } from './presence-place.ts';
import type { Judged } from './rights.ts';
import { isOver, type Session } from './session.ts';
import { Waiters } from './waiters.ts';

export type PresenceOptions = {
  readonly inside: Inside;
  readonly words: Words;
  readonly seal: PresenceWords;
  /** Milliseconds since 1970. */
  readonly clock?: () => number;
  readonly trouble?: (error: unknown) => void;
};

export type Wish = {
  readonly module: string;
  readonly id: string;
  /** Null: one is not there for others. */
  readonly at: Place | null;
  /** Whether one is told who else is there. */
  readonly watch: boolean;
};
export type Placed = 'placed' | 'not-found' | 'unknown-field' | 'forbidden' | 'limit-reached';

/** So many records one connection may be at or watch at once. */
export const mostPlaces = 50;

type Stay = { at: Place | null; watch: boolean; told: string; turn: number };
/** A record somebody of this node is at or watches: its row, kept current, and those who look. */
type Room = {
  readonly name: string;
  readonly module: string;
  readonly id: string;
  record: RecordState | null;
  readonly loaded: Promise<void>;
  readonly stays: Map<Session, Stay>;
  /** Ids of the members and own records that those told of each other are known by. */
  readonly ties: Set<string>;
};
/**
 * Tells the sessions of this node who else is at a record. Where somebody is comes from the board, of this node and
 * others; who is told of it is judged here, by the present rights of both: of whoever is there, and of whoever is told.
 */
export class Presence implements Beside {
  readonly #options: PresenceOptions;
  readonly #board: PresenceBoard;
  readonly #guests: Guests<Room>;
  readonly #rooms = new Map<string, Room>();
  readonly #roomsOf = new Map<Session, Set<Room>>();
  readonly #tied = new Map<string, Set<Room>>();
  readonly #settled = new Waiters<Session>();
  readonly #blocked = new Set<Session>();
  #dirty = new Set<Room>();
  #turn: NodeJS.Immediate | null = null;
  #turns = 0;

  constructor(options: PresenceOptions) {
    this.#options = options;
    const { words, seal, clock = Date.now, inside } = options;
    const { trouble = () => undefined } = options;
    this.#guests = new Guests<Room>(inside.node, (room) => this.#soon(room), trouble);
    this.#board = new PresenceBoard({ words, seal, clock, moved: (room) => this.#moved(this.#rooms.get(room)) });
  }

  /** As `PresenceBoard.tick`; for tests, which have no time. */
  tick(): void {
    this.#board.tick();
  }

  /** Takes a session to a record, or away from it. A record it may not see answers like one that never was (law 7). */
  async place(session: Session, wish: Wish): Promise<Placed> {
    if (!wish.watch && !wish.at) return this.#leave(session, this.#rooms.get(`${wish.module}/${wish.id}`));
    const rooms = this.#roomsOf.get(session);
    const room = this.#room(wish.module, wish.id);
    if ((rooms?.size ?? 0) >= mostPlaces && !rooms?.has(room)) return 'limit-reached';
    const stay = this.#stay(session, room);
    const turn = (stay.turn = ++this.#turns);
    await room.loaded;
    while (!session.rules && !session.closing) await this.#settled.next(session);
    if (session.closing || room.stays.get(session) !== stay || stay.turn !== turn) return 'placed'; // overtaken
    const refused = mayPlace(session.rules, room.record, wish.at);
    if (refused === 'not-found' || (refused && !stay.at && !stay.watch)) this.#leave(session, room);
    if (refused) return refused;
    stay.at = wish.at;
    stay.watch = wish.watch;
    if (!wish.watch) stay.told = textOf(room, []); // whoever listens again knows of nobody
    this.#put(session, room, wish.at);
    this.#soon(room);
    return 'placed';
  }

  // ---- what the broadcaster tells ----

  changed(changed: ChangedRecord): void {
    const room = this.#rooms.get(`${changed.module}/${changed.id}`);
    if (!room) return;
    room.record = changed.after;
    this.#soon(room);
  }

  taken(entry: Entry): void {
    if (this.#rooms.size === 0) return;
    this.#guests.take(entry);
    for (const change of entry.changes) {
      if (change.kind !== 'record' && change.kind !== 'member') continue;
      for (const room of this.#tied.get((change.after ?? change.before)?.id ?? '') ?? []) this.#soon(room);
    }
  }

  dropped(session: Session): void {
    for (const room of this.#roomsOf.get(session) ?? []) this.#soon(room);
  }

  ready(session: Session): void {
    this.dropped(session);
    this.#settled.tell(session);
  }

  closed(session: Session): void {
    for (const room of [...(this.#roomsOf.get(session) ?? [])]) this.#leave(session, room);
    this.#settled.tell(session);
  }

  stop(): void {
    if (this.#turn) clearImmediate(this.#turn);
    this.#board.stop();
  }

  // ---- who comes and goes ----

  #room(module: string, id: string): Room {
    const name = `${module}/${id}`;
    const known = this.#rooms.get(name);
    if (known) return known;
    const loaded: Promise<void> = Promise.resolve().then(() => this.#load(room));
    const people = { stays: new Map<Session, Stay>(), ties: new Set<string>() };
    const room: Room = { name, module, id, record: null, loaded, ...people };
    this.#rooms.set(name, room);
    loaded.catch(() => [...room.stays.keys()].forEach((session) => this.#leave(session, room)));
    return room;
  }

  /** The row as of this node's head; it is kept there by every entry. */
  async #load(room: Room): Promise<void> {
    const { node } = this.#options.inside;
    const { module, id } = room;
    for (;;) {
      const { head, known } = await node.log.gather(node.id, [{ ask: 'record', module, id }]);
      await node.reach(head);
      const newer = node.since(head);
      if (!newer) continue;
      const changes = newer.flatMap((entry) => entry.changes);
      const last = changes.findLast((change) => change.kind === 'record' && (change.after ?? change.before)?.id === id);
      room.record = last?.kind === 'record' ? last.after : known.record(module, id);
      if (room.record?.module !== module) room.record = null;
      break;
    }
    this.#moved(room);
  }

  #stay(session: Session, room: Room): Stay {
    const known = room.stays.get(session);
    if (known) return known;
    const stay: Stay = { at: null, watch: false, told: textOf(room, []), turn: 0 };
    room.stays.set(session, stay);
    const rooms = this.#roomsOf.get(session) ?? new Set();
    this.#roomsOf.set(session, rooms.add(room));
    return stay;
  }

  #leave(session: Session, room: Room | undefined): Placed {
    if (!room?.stays.delete(session)) return 'placed';
    const rooms = this.#roomsOf.get(session);
    rooms?.delete(room);
    if (rooms?.size === 0) this.#roomsOf.delete(session);
    this.#put(session, room, null);
    if (room.stays.size > 0) this.#soon(room);
    else this.#close(room);
    return 'placed';
  }

  #close(room: Room): void {
    this.#rooms.delete(room.name);
    this.#dirty.delete(room);
    this.#guests.gather(room, new Map());
    for (const id of room.ties) {
      const rooms = this.#tied.get(id);
      rooms?.delete(room);
      if (rooms?.size === 0) this.#tied.delete(id);
    }
  }

  #put({ id, memberId, began }: Session, { module, id: record }: Room, at: Place | null): void {
    const spot = at && { viewing: at.viewing ?? null, editing: at.editing ?? null };
    this.#board.put({ session: id, member: memberId, began, module, record, at: spot });
  }

  /** Somebody came, went, or is at another field. */
  #moved(room: Room | undefined): void {
    if (!room) return;
    this.#guests.gather(room, this.#board.at(room.name));
    this.#soon(room);
  }

  // ---- telling ----

  /** While somebody's new rights are being found out nothing is said of the room: neither that he left nor that he is there. */
  #unsettled(room: Room): boolean {
    for (const [session, { at }] of room.stays) if (at && !session.rules) return true;
    return this.#guests.settling(room);
  }

  #soon(room: Room): void {
    if (this.#rooms.get(room.name) !== room) return;
    this.#dirty.add(room);
    this.#turn ??= setImmediate(() => this.#tellAll());
  }

  #tellAll(): void {
    this.#turn = null;
    const dirty = this.#dirty;
    this.#dirty = new Set();
    for (const room of dirty) {
      if (!this.#unsettled(room)) for (const [session, stay] of room.stays) this.#tell(session, room, stay);
    }
  }

  /** Only a live session is told, by its present rules; what it was told last is not told again. */
  #tell(session: Session, room: Room, stay: Stay): void {
    if (!stay.watch || session.state.kind !== 'live' || !session.rules) return;
    if (session.writer.buffered() > 0) return this.#tellLater(session);
    const text = textOf(room, this.#others(session, room));
    if (text === stay.told) return;
    stay.told = text;
    this.#options.inside.flusher.flush(session); // never ahead of the record itself
    session.writer.write(new Packet('present', text));
  }

  #tellLater(session: Session): void {
    if (this.#blocked.has(session)) return;
    this.#blocked.add(session);
    session.writer.onDrain(() => {
      this.#blocked.delete(session);
      this.dropped(session);
    });
  }

  #others(session: Session, room: Room): Present['others'] {
    const me = this.#person(room, session);
    const seen = me && seenBy(me.rules, room.record);
    if (!seen) return [];
    const others = new Map<string, Present['others'][number]>();
    for (const there of this.#board.at(room.name).values()) {
      if (there.member === session.memberId) continue;
      const other = this.#present(room, there);
      const known = other && knownAs(me, other);
      const at = other && known && shownPlace(other.rules, room.record, seen, there.at);
      if (!known || !at) continue;
      const before = others.get(there.member)?.at ?? {};
      others.set(there.member, { member: there.member, ...known, at: merged(before, at) });
    }
    return [...others.values()].sort((a, b) => (a.member < b.member ? -1 : 1));
  }

  /** Null: it cannot be said (yet) who it is, or the session is over. */
  #present(room: Room, { session, node, began }: AtRecord): Person | null {
    const local = [...room.stays.keys()].find(({ id }) => id === session);
    const person = this.#person(room, (node === null ? local : this.#guests.of(room, session)) ?? null);
    return person && !isOver({ began }, person.member) ? person : null;
  }

  #person(room: Room, judged: Judged | null): Person | null {
    if (!judged?.member || !judged.rules) return null;
    const { member, rules } = judged;
    this.#tie(room, member.id);
    if (member.kind === 'staff') return { member, rules, own: null };
    const { module, record } = member;
    this.#tie(room, record);
    const { own } = this.#options.inside;
    const row =
      ifGathered(() => own.record(module, record)) ?? ifGathered(() => this.#guests.own.record(module, record));
    return { member, rules, own: row ?? null };
  }

  /** From now on a change of that row has the room looked at again. */
  #tie(room: Room, id: string): void {
    if (room.ties.has(id)) return;
    room.ties.add(id);
    this.#tied.set(id, (this.#tied.get(id) ?? new Set<Room>()).add(room));
  }
}

const textOf = ({ module, id }: Room, others: Present['others']): string => JSON.stringify({ module, id, others });

/** One person on two devices is one person: of what may be told, the first by name. */
function merged(a: Place, b: Place): Place {
  const [viewing] = [a.viewing, b.viewing].filter((name) => name !== undefined).sort();
  const [editing] = [a.editing, b.editing].filter((name) => name !== undefined).sort();
  return { ...(viewing !== undefined && { viewing }), ...(editing !== undefined && { editing }) };
}
