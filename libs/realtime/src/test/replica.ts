import { expect } from '@jest/globals';
import type { View } from '@genkan/domain/sight';
import type { PortalCursors } from '@genkan/protocol/cursor';
import {
  abilityCard,
  frame,
  present,
  refused,
  reset,
  self,
  snapshot,
  welcome,
  type Frame,
  type Present,
  type Snapshot,
  type WireAnswer,
  type WireChange,
} from '@genkan/protocol/messages';
import type { Packet } from '../packet.ts';
import type { SessionWriter } from '../session-writer.ts';
import type { History } from './history.ts';
import { takeLayoutChange } from './layout-change.ts';

type Rows = Map<string, View>;

/**
 * A client as strict as can be: it takes nothing twice, nothing that is not there, nothing that changes nothing (I11,
 * I13), and whenever a token vouches for what it holds, that is the permitted query at that sequence, value by value
 * (P5, I10), and every value it was sent is one it may see there (LK1).
 */
export class Replica implements SessionWriter {
  readonly member: string;
  readonly #history: History;
  readonly #cursors: PortalCursors;
  /** Modules held complete; those still being filled. */
  readonly held = new Map<string, Rows>();
  readonly filling = new Map<string, Rows>();
  readonly answers: { readonly answer: WireAnswer; readonly at: number }[] = [];
  readonly frames: Frame[] = [];
  readonly cards: unknown[] = [];
  readonly refused: string[] = [];
  /** Who else is at which record, as it was told last. */
  readonly present = new Map<string, Present['others']>();
  readonly resets: { reason: string; module: string | null }[] = [];
  bytes = '';
  ticket = '';
  token: string | null = null;
  at = 0;
  resumed = false;
  welcomed = 0;
  ended: string | null = null;
  closed = false;
  /** Reads what is written only in the next turn of the loop, so that every message has to wait for the one before. */
  lazy = false;
  #queue: Packet[] | null = null;
  #waiting: (() => void)[] = [];

  constructor(member: string, history: History, cursors: PortalCursors, from?: Replica) {
    this.member = member;
    this.#history = history;
    this.#cursors = cursors;
    for (const [module, rows] of from?.held ?? []) this.held.set(module, new Map(rows));
    this.at = from?.at ?? 0;
  }

  get cursor(): { ticket: string; token: string } | undefined {
    return this.token === null ? undefined : { ticket: this.ticket, token: this.token };
  }

  // ---- the transport ----

  write(packet: Packet): void {
    expect(this.closed).toBe(false);
    this.bytes += packet.socketIo;
    if (this.lazy && !this.#queue) {
      this.#queue = [];
      setImmediate(() => this.#resumeLater());
    }
    if (this.#queue) this.#queue.push(packet);
    else this.#receive(packet);
  }
  buffered(): number {
    return this.#queue ? this.#queue.reduce((sum, { socketIo }) => sum + socketIo.length, 0) : 0;
  }
  unsent(): number {
    return this.buffered();
  }
  onDrain(drained: () => void): void {
    this.#waiting.push(drained);
  }
  close(): void {
    this.closed = true;
  }
  /** Stops reading: what is written waits. */
  pause(): void {
    this.#queue ??= [];
  }
  /** What a deferred reading found wrong: a test sees it at the next `expectRight`, not the process. */
  #wrong: unknown = null;
  #resumeLater(): void {
    try {
      this.resume();
    } catch (error) {
      this.#wrong ??= error;
    }
  }
  expectRight(): void {
    if (this.#wrong !== null) throw this.#wrong;
  }
  /** Reads what waits, and goes on. */
  resume(): void {
    const queue = this.#queue ?? [];
    this.#queue = null;
    for (const packet of queue) this.#receive(packet);
    for (const drained of this.#waiting.splice(0)) drained();
  }

  // ---- the client ----

  want(module: string): void {
    if (!this.held.has(module)) this.filling.set(module, new Map());
  }
  drop(module: string): void {
    this.held.delete(module);
    this.filling.delete(module);
  }

  #receive({ socketIo, frame: bytes }: Packet): void {
    expect(bytes.subarray(bytes.length - Buffer.byteLength(socketIo)).toString()).toBe(socketIo);
    const [event, payload] = JSON.parse(socketIo.slice(1)) as [string, unknown];
    if (this.onMessage(event, payload)) return;
    if (event === 'welcome') return this.#welcome(welcome.parse(payload));
    if (event === 'frame') return this.#frame(frame.parse(payload));
    if (event === 'snapshot') return this.#snapshot(snapshot.parse(payload));
    if (event === 'ability') return void this.cards.push(abilityCard.parse(payload));
    if (event === 'self') return void self.parse(payload);
    if (event === 'reset') return this.#reset(reset.parse(payload));
    if (event === 'refused') return this.#refused(refused.parse(payload));
    if (event === 'present') return this.#present(present.parse(payload));
    expect(event).toBe('bye');
    this.ended = (payload as { code: string }).code;
  }

  /** Hears everything first, in order; true: it has dealt with it. */
  onMessage: (event: string, payload: unknown) => boolean = () => false;

  #present({ module, id, others }: Present): void {
    expect(JSON.stringify(this.present.get(`${module}/${id}`) ?? [])).not.toBe(JSON.stringify(others)); // said once
    this.present.set(`${module}/${id}`, others);
  }

  #welcome({ ticket, resumed, ability }: ReturnType<typeof welcome.parse>): void {
    this.welcomed++;
    this.ticket = ticket;
    this.resumed = resumed;
    this.cards.push(ability);
    if (!resumed) this.#void(null);
  }

  #refused({ module }: { module: string }): void {
    expect(this.filling.get(module)?.size).toBe(0);
    this.drop(module);
    this.refused.push(module);
  }

  #reset({ reason, module }: { reason: string; module: string | null }): void {
    this.resets.push({ reason, module });
    this.#void(module);
  }

  #void(module: string | null): void {
    for (const name of [...this.held.keys(), ...this.filling.keys()]) {
      if (module !== null && module !== name) continue;
      this.held.delete(name);
      this.filling.set(name, new Map());
    }
  }

  #snapshot({ module, rows, more, token }: Snapshot): void {
    const filling = this.filling.get(module);
    if (!filling) return; // no longer wanted
    for (const row of rows) {
      expect(filling.has(row.id)).toBe(false);
      filling.set(row.id, row);
    }
    if (!more) {
      this.filling.delete(module);
      this.held.set(module, filling);
    }
    const at = this.#vouched(token);
    for (const row of rows) expect(row).toEqual(this.#history.seen(this.member, module, at).get(row.id));
  }

  #frame({ token, changes, answers, ...rest }: Frame): void {
    this.frames.push({ token, changes, answers, ...rest });
    const ids = changes.flatMap((change) =>
      'id' in change ? [`${change.module}/${change.id}`] : 'ids' in change ? change.ids : [],
    );
    expect(new Set(ids).size).toBe(ids.length);
    for (const change of changes) this.#apply(change);
    this.token = token;
    if (token === null) return;
    const at = this.#vouched(token);
    for (const change of changes) this.#permitted(change, at);
    for (const answer of answers) this.answers.push({ answer, at });
  }

  #apply(change: WireChange): void {
    const rows = this.held.get(change.module) ?? this.filling.get(change.module);
    if (!rows) return; // unsubscribed meanwhile
    if (!('id' in change)) return takeLayoutChange(rows, change);
    const known = rows.get(change.id);
    if (change.op === 'remove') {
      expect(known).toBeDefined();
      rows.delete(change.id);
    } else if (change.op === 'put') {
      const { op: _op, module: _module, ...view } = change;
      if (known) expect(shape(known)).not.toEqual(shape(view));
      rows.set(change.id, view);
    } else {
      const next = { ...known!, fields: { ...known!.fields, ...change.fields }, may: change.may ?? known!.may };
      expect(shape(next)).toEqual(shape(known!));
      for (const [name, value] of Object.entries(change.fields ?? {})) expect(known!.fields[name]).not.toEqual(value);
      expect(next).not.toEqual(known);
      rows.set(change.id, next);
    }
  }

  /** LK1 and LK3: what a frame says of a record is what the member may see of it at the frame's own sequence. */
  #permitted(change: WireChange, at: number): void {
    const { module } = change;
    if (change.op === 'column') {
      for (const id of change.ids) expect(this.#history.seen(this.member, module, at).get(id)).toBeDefined();
    }
    if (!('id' in change)) return; // what it names is compared as a whole
    const shown = this.#history.seen(this.member, change.module, at).get(change.id);
    if (change.op === 'remove') expect(shown).toBeUndefined();
    else expect(shown).toMatchObject({ id: change.id, fields: change.fields ?? {} });
  }

  /** P4 and P5: sequences never go back, and all that is held complete is the permitted query. */
  #vouched(token: string): number {
    const at = this.#cursors.openToken(token)!;
    expect(at).toBeGreaterThanOrEqual(this.at);
    this.at = at;
    for (const [module, rows] of this.held)
      expect(sorted(rows)).toEqual(sorted(this.#history.seen(this.member, module, at)));
    return at;
  }

  expectCurrent(): void {
    expect([...this.filling.keys()]).toEqual([]);
    for (const [module, rows] of this.held) {
      expect(sorted(rows)).toEqual(sorted(this.#history.seen(this.member, module, this.#history.head)));
    }
  }
}

const shape = ({ layout, fields }: Pick<View, 'layout' | 'fields'>): unknown => [layout, Object.keys(fields).sort()];
/** Fields as a list, so that their order is compared too. */
const sorted = (rows: ReadonlyMap<string, View>): unknown =>
  [...rows.values()]
    .map(({ id, layout, fields, may }) => ({ id, layout, fields: Object.entries(fields), may }))
    .sort((a, b) => (a.id < b.id ? -1 : 1));
