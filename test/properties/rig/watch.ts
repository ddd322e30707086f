import { leaksOf, whereabouts } from '../../oracle/canaries.ts';
import type { History } from '../../oracle/history.ts';
import { applyFrame, applySnapshot, differences, voided } from '../../oracle/replica.ts';
import type { Frame, Replica, RightsTable, Snapshot } from '../../oracle/replica.ts';
import { view } from '../../oracle/see.ts';
import type { Packet, Place, RawSocket } from './raw-socket.ts';
import type { Withdrawals } from './withdrawals.ts';

type Card = { readonly tabs: Readonly<Record<string, { readonly rights: RightsTable }>> };
type WireAnswer = { readonly id: string };

/** Socket.IO's own last packet, behind `bye`. */
const closing = '1';

/** What a watch may be told between two places of the log, for packets that carry no token of their own. */
type Window = { from: number; to: number };

/** What a client keeps when its connection goes: enough to resume from there. */
export type Kept = { readonly replica: Replica; readonly place: Place; readonly sequence: number };

/**
 * Sits behind one socket and believes nothing: every packet is judged against the oracle at the packet's own
 * sequence, for its bytes (LK1, LK3), its order (I3), its discipline (I11, I13) and what it leaves the client with (I10).
 */
export class Watch {
  readonly member: string;
  readonly socket: RawSocket;
  readonly faults: string[] = [];
  /** Values the member sent himself and ids of his own commands: seeing them again is no leak. */
  readonly sent: Set<string>;
  replica: Replica;
  sequence: number;
  /** Modules asked for on this socket. */
  readonly subscribed: Set<string>;
  /** Set when a command is on its way that ends this member's sessions. */
  mayEnd = false;
  #ticket = '';
  #rights: Card['tabs'] = {};
  /** Tabs that were taken away: what is held of them must become empty, and a new picture may follow a new grant. */
  readonly #withdrawn = new Set<string>();
  #judged = 0;
  #read = 0;
  #over = false;
  #place: Place | null;
  readonly #window: Window;
  readonly #open: (token: string) => number | null;
  readonly #withdrawals: Withdrawals;

  constructor(
    member: string,
    socket: RawSocket,
    at: { kept?: Kept | undefined; head: number; sent: Set<string>; withdrawals: Withdrawals },
    open: Watch['opens'],
  ) {
    this.member = member;
    this.socket = socket;
    this.sent = at.sent;
    this.replica = at.kept?.replica ?? {};
    this.subscribed = new Set(Object.keys(this.replica));
    this.sequence = at.kept?.sequence ?? 0;
    this.#place = at.kept?.place ?? null;
    this.#window = { from: at.head, to: at.head };
    this.#open = open;
    this.#withdrawals = at.withdrawals;
  }

  get opens(): (token: string) => number | null {
    return this.#open;
  }

  /**
   * The tabs to subscribe to now. A tab that was taken away in between is asked for again: its subscription ended with
   * it, however soon it was granted anew.
   */
  granted(): readonly string[] {
    const { packets } = this.socket;
    const cards = packets
      .slice(this.#read)
      .filter(({ kind, name }) => kind === 'event' && (name === 'welcome' || name === 'ability'))
      .map(({ body }) => (body as { ability?: Card }).ability ?? (body as Card));
    this.#read = packets.length;
    for (const { tabs } of cards)
      for (const gone of [...this.subscribed].filter((one) => !(one in tabs))) this.subscribed.delete(gone);
    const fresh = Object.keys(cards.at(-1)?.tabs ?? {}).filter((module) => !this.subscribed.has(module));
    for (const module of fresh) this.subscribed.add(module);
    return fresh;
  }

  /** Where this client could resume from; null before the first token or amid a first picture. */
  get kept(): Kept | null {
    const whole = Object.values(this.replica).every(({ complete }) => complete);
    return this.#place && whole ? { replica: this.replica, place: this.#place, sequence: this.sequence } : null;
  }

  #fault(text: string): void {
    this.faults.push(`${this.member} @${this.sequence}: ${text}`);
  }

  /** Judges what has arrived since the last time, or the first `most` of it; true while there is more. */
  judge(history: History, most = Infinity): boolean {
    this.#window.to = history.now.sequence;
    for (const packet of this.socket.packets.slice(this.#judged, this.#judged + most)) {
      this.#judged += 1;
      if (this.#over && packet.bytes !== closing) this.#fault(`a packet after bye: ${packet.bytes.slice(0, 200)}`);
      this.#take(packet, history);
    }
    if (this.#judged < this.socket.packets.length) return true;
    this.#window.from = history.now.sequence;
    return false;
  }

  #take(packet: Packet, history: History): void {
    if (packet.kind === 'event') {
      switch (packet.name) {
        case 'welcome':
          return this.#welcome(packet, history);
        case 'ability':
          this.#rights = (packet.body as Card).tabs;
          for (const module of Object.keys(this.replica)) if (!(module in this.#rights)) this.#withdrawn.add(module);
          return this.#leaksInWindow(packet, history);
        case 'snapshot':
          return this.#snapshot(packet, history);
        case 'frame':
          return this.#frame(packet, history);
        case 'reset':
          this.replica = voided(this.replica, (packet.body as { module: string | null }).module);
          return this.#leaksInWindow(packet, history);
        case 'bye':
          this.#over = true;
          return this.#leaksInWindow(packet, history);
        default:
          return this.#leaksInWindow(packet, history);
      }
    }
    this.#leaksInWindow(packet, history);
  }

  #welcome(packet: Packet, history: History): void {
    const body = packet.body as { ticket: string; resumed: boolean; ability: Card };
    this.#ticket = body.ticket;
    this.#rights = body.ability.tabs;
    if (!body.resumed) this.replica = voided(this.replica, null);
    this.#leaksInWindow(packet, history);
  }

  #snapshot(packet: Packet, history: History): void {
    const page = packet.body as Snapshot;
    const at = this.#moveTo(page.token);
    if (this.#withdrawn.delete(page.module)) this.replica = voided(this.replica, page.module);
    const step = applySnapshot(this.replica, page);
    this.replica = step.replica;
    for (const fault of step.faults) this.#fault(fault);
    this.#leaks(packet, history, at);
    if (!page.more) this.compare(history, [page.module]);
  }

  #frame(packet: Packet, history: History): void {
    const frame = packet.body as Omit<Frame, 'token'> & { token: string | null };
    const at = frame.token === null ? this.sequence : this.#moveTo(frame.token);
    const gone = frame.changes.flatMap((change) =>
      change.op === 'remove' && this.replica[change.module]?.rows.has(change.id) ? [change.id] : [],
    );
    const step = applyFrame(this.replica, { ...frame, token: frame.token ?? '' });
    this.replica = step.replica;
    for (const fault of step.faults) this.#fault(fault);
    for (const answer of frame.answers as readonly WireAnswer[]) {
      if (!this.sent.has(answer.id)) this.#fault(`an answer to a command this member did not send: ${answer.id}`);
    }
    if (frame.token === null) return this.#leaksInWindow(packet, history, gone);
    this.#leaks(packet, history, at, gone);
    this.compare(history);
  }

  #moveTo(token: string): number {
    const at = this.#open(token);
    if (at === null) {
      this.#fault(`a token that does not open: ${token}`);
      return this.sequence;
    }
    if (at < this.sequence) this.#fault(`back from ${this.sequence} to ${at}`);
    this.sequence = Math.max(at, this.sequence);
    this.#place = { ticket: this.#ticket, token };
    return at;
  }

  /** Every picture asked for has come whole. */
  complete(): void {
    for (const module of this.subscribed) {
      if (!this.replica[module]?.complete) this.#fault(`${module} was asked for and never became complete`);
    }
  }

  /** I10: what is held of every complete module is the oracle's view at the sequence reached. */
  compare(history: History, modules: readonly string[] = Object.keys(this.replica)): void {
    const state = history.at(this.sequence);
    for (const module of modules) {
      const held = this.replica[module];
      if (!held?.complete) continue;
      const table = this.#rights[module]?.rights ?? [];
      for (const found of differences(held.rows, view(state, this.member, module), table))
        this.#fault(`${module} ${found}`);
    }
  }

  #leaks(packet: Packet, history: History, at: number, gone: readonly string[] = []): void {
    const { bytes } = packet;
    const excused = new Set([...this.sent, ...gone]);
    this.#late(packet, at, excused, history);
    this.#withdrawals.heard(packet, at, this.socket);
    for (const found of leaksOf(bytes, history.at(at), this.member, excused, history.now)) {
      this.#fault(`leak: ${whereabouts(history.now, found)}, in ${bytes.slice(0, 400)}`);
    }
  }

  /** LK2: five seconds after the answer nobody is sent what was taken from him, wherever the packet stands. */
  #late(packet: Packet, at: number, excused: ReadonlySet<string>, history: History): void {
    const { member, socket } = this;
    const late = this.#withdrawals.judge(packet, at, { member, socket, excused }, history);
    if (late && late.after > 5000) this.#fault(`${late.found.join()} ${late.after} ms after it was withdrawn`);
  }

  /** No token: whatever the member saw at some place since the last judging is fair, nothing else is. */
  #leaksInWindow({ bytes }: Packet, history: History, gone: readonly string[] = []): void {
    const excused = new Set([...this.sent, ...gone]);
    let left = leaksOf(bytes, history.now, this.member, excused, history.now);
    for (let at = this.#window.from; at < this.#window.to && left.length > 0; at += 1) {
      const here = new Set(leaksOf(bytes, history.at(at), this.member, excused, history.now));
      left = left.filter((found) => here.has(found));
    }
    for (const found of left) this.#fault(`leak: ${whereabouts(history.now, found)}, in ${packetName(bytes)}`);
  }
}

const packetName = (bytes: string): string => bytes.slice(0, 400);
