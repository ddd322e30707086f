import type { Fragment } from './fragment.ts';
import { framePacket, type Packet } from './packet.ts';
import { difference } from './project.ts';
import { changeText } from './wire-text.ts';

/** What keeping a fragment costs beside its text, in bytes: its views, shared, counted generously (P9). */
const overhead = 256;

/**
 * The list of what a session is still to be sent. Lists are paths in a shared tree: sessions that were told the same,
 * in the same order, point to the same node, so that equal lists are joined and framed once.
 */
export class OutboxNode {
  readonly bytes: number;
  readonly #before: OutboxNode | null;
  readonly #fragment: Fragment;
  readonly #next = new Map<Fragment, OutboxNode>();
  #last: OutboxNode | null = null;
  #text: string | null = null;
  #packet: { readonly token: string; readonly packet: Packet } | null = null;

  constructor(before: OutboxNode | null, fragment: Fragment) {
    this.#before = before;
    this.#fragment = fragment;
    this.bytes = (before?.bytes ?? 0) + fragment.text.length + overhead;
  }

  then(fragment: Fragment): OutboxNode {
    if (this.#last && this.#last.#fragment === fragment) return this.#last;
    const known = this.#next.get(fragment);
    const node = known ?? new OutboxNode(this, fragment);
    if (!known) this.#next.set(fragment, node);
    this.#last = node;
    return node;
  }

  /** The net of the list as the text of a frame's `changes`, without brackets; empty when nothing is left to tell. */
  get changes(): string {
    this.#text ??= netText(this.#list());
    return this.#text;
  }

  /** The frame of this list under a token: built once for all who are sent it in one flush. */
  packet(token: string): Packet {
    if (this.#packet?.token === token) return this.#packet.packet;
    const packet = framePacket(token, this.changes, '');
    this.#packet = { token, packet };
    return packet;
  }

  #list(): Fragment[] {
    const list: Fragment[] = [];
    for (let node: OutboxNode | null = this; node; node = node.#before) list.push(node.#fragment);
    return list.reverse();
  }
}

/** Where all lists begin. Emptied at each flush, so that no node outlives those who wait for it. */
export class OutboxTree {
  #first = new Map<Fragment, OutboxNode>();

  add(to: OutboxNode | null, fragment: Fragment): OutboxNode {
    if (to) return to.then(fragment);
    const known = this.#first.get(fragment);
    if (known) return known;
    const node = new OutboxNode(null, fragment);
    this.#first.set(fragment, node);
    return node;
  }

  empty(): void {
    if (this.#first.size > 0) this.#first = new Map();
  }
}

/** Only the net of each record: what was seen before the first change of it, against what is shown after the last. */
function netText(list: readonly Fragment[]): string {
  const [only] = list;
  if (only && list.length === 1) return only.text;
  const firsts = new Map<string, Fragment>();
  const lasts = new Map<string, Fragment>();
  for (const fragment of list) {
    const record = `${fragment.module}/${fragment.id}`;
    if (!firsts.has(record)) firsts.set(record, fragment);
    lasts.delete(record); // so that the order is that of the last change
    lasts.set(record, fragment);
  }
  const texts: string[] = [];
  for (const [record, last] of lasts) {
    const first = firsts.get(record) ?? last;
    const text = first === last ? last.text : netOf(first, last);
    if (text !== null) texts.push(text);
  }
  return texts.join(',');
}

function netOf(first: Fragment, last: Fragment): string | null {
  const change = difference(first.seen, last.shown);
  return change && changeText(last.module, change);
}
