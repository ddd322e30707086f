import type { Rows } from '@genkan/access/asked';
import type { Entry } from '@genkan/log/portal-log';
import type { PortalNode } from './portal-node.ts';
import type { Presence } from './presence-board.ts';
import { Rights, type Judged } from './rights.ts';

type Guest<Room> = { -readonly [Key in keyof Judged]: Judged[Key] } & { readonly room: Room; settling: boolean };

/**
 * Sessions of other nodes that are at a record somebody of this node looks at: judged here, by their present rights,
 * which every entry keeps current.
 */
export class Guests<Room> {
  readonly #rights: Rights<Guest<Room>>;
  readonly #rooms = new Map<Room, Map<string, Guest<Room>>>();
  readonly #judged: (room: Room) => void;
  readonly #trouble: (error: unknown) => void;

  /** `judged`: what may be told of somebody in this room may be something else now. */
  constructor(node: PortalNode, judged: (room: Room) => void, trouble: (error: unknown) => void) {
    this.#rights = new Rights<Guest<Room>>(node);
    this.#judged = judged;
    this.#trouble = trouble;
  }

  /** Their own records. */
  get own(): Rows {
    return this.#rights.own;
  }

  of(room: Room, session: string): Judged | null {
    return this.#rooms.get(room)?.get(session) ?? null;
  }

  /** Whether somebody's rights are being found out. */
  settling(room: Room): boolean {
    return [...(this.#rooms.get(room)?.values() ?? [])].some(({ settling }) => settling);
  }

  /** Those are in the room now; of this node or of others. */
  gather(room: Room, people: ReadonlyMap<string, Presence>): void {
    const guests = this.#rooms.get(room) ?? new Map<string, Guest<Room>>();
    for (const [session, guest] of guests) if (!people.has(session)) this.#dismiss(guests, session, guest);
    for (const { session, member: memberId, node } of people.values()) {
      if (node === null || guests.has(session)) continue;
      const guest: Guest<Room> = { memberId, member: null, rules: null, closing: false, room, settling: false };
      guests.set(session, guest);
      this.#rights.add(guest);
      this.#judge(guest);
    }
    if (guests.size > 0) this.#rooms.set(room, guests);
    else this.#rooms.delete(room);
  }

  take(entry: Entry): void {
    if (this.#rooms.size > 0) for (const guest of this.#rights.take(entry)) this.#judge(guest);
  }

  #dismiss(guests: Map<string, Guest<Room>>, session: string, guest: Guest<Room>): void {
    guest.closing = true;
    guests.delete(session);
    this.#rights.remove(guest);
  }

  #judge(guest: Guest<Room>): void {
    if (guest.member && this.#rights.judge(guest)) return this.#judged(guest.room);
    if (guest.settling) return;
    guest.settling = true;
    void this.#rights
      .settle(guest)
      .catch(this.#trouble)
      .finally(() => {
        guest.settling = false;
        this.#judged(guest.room);
      });
  }
}
