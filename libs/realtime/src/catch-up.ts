import { covers, fragmentOf, type Difference, type Place } from './difference.ts';
import type { Differences, Lease } from './differences.ts';
import type { Flusher } from './flusher.ts';
import type { Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import { framePacket, Packet } from './packet.ts';
import type { PortalNode } from './portal-node.ts';
import { netChanges } from './record-changes.ts';
import type { Seats } from './seats.ts';
import { isLive, type Session, type Subscription } from './session.ts';
import { drained } from './session-writer.ts';

/** About how much of a difference, and of a first picture, leaves as one message. */
export type Sizes = { readonly frame: number; readonly page: number };
export const usualSizes: Sizes = { frame: 1024 * 1024, page: 128 * 1024 };

export type CatchUpOptions = {
  readonly node: PortalNode;
  readonly differences: Differences;
  readonly flusher: Flusher;
  readonly seats: Seats;
  readonly sizes: Sizes;
};

/** One module on its way to the present: how far along the ids the client has been told, and as of which head. */
type Part = {
  readonly module: string;
  readonly subscription: Subscription;
  readonly gaze: Gaze;
  readonly lease: Lease;
  to: Place;
  at: number;
};

/** `left`: another run has taken over, or nobody wants it any more; `large`: more than is replicated, nothing was sent. */
export type Filled = 'held' | 'left' | 'large';

/** Thrown when this node no longer knows what changed between two parts: the client must begin anew. */
export class LostTrack extends Error {}

/**
 * Brings a client from what it holds to the present: first picture, resume, change of rights, and a client that was too
 * slow are all this. What it holds then against what it may see now is told in parts; each part is as of the head at
 * which it leaves and brings what left before to that head too, so that after the last one, with no await between, the
 * session is live (P5, P6). Only then does the next part leave when the transport has drained (P9).
 */
export class CatchUp {
  readonly #options: CatchUpOptions;

  constructor(options: CatchUpOptions) {
    this.#options = options;
  }

  /** Tells what separates the held modules from the present. Answers false when another run has taken over. */
  async bring(session: Session, run: number): Promise<boolean> {
    const parts = this.#parts(session);
    const noted = parts.map(({ subscription }) => this.#options.seats.intends(session, subscription));
    try {
      for (const { lease } of parts) while (lease.difference.loaded !== 'end') await lease.more();
      await Promise.all(noted);
      for (;;) {
        for (let wait = drained(session.writer); wait && session.run === run; wait = drained(session.writer))
          await wait;
        if (session.run !== run) return false;
        if (
          this.#tellDifference(
            session,
            parts.filter((part) => stillWanted(session, part)),
          )
        )
          return true;
      }
    } finally {
      for (const { lease } of parts) lease.release();
    }
  }

  /** Sends the first picture of a module. */
  async fill(session: Session, module: string, run: number): Promise<Filled> {
    const subscription = session.subscription(module);
    const rules = session.rules;
    if (!subscription || !rules) return 'left';
    const gaze = this.#options.seats.gaze(rules, module);
    const lease = this.#options.differences.picture(gaze);
    const part: Part = { module, subscription, gaze, lease, to: 'start', at: this.#options.node.head };
    const noted = this.#options.seats.intends(session, subscription);
    try {
      for (;;) {
        while (lease.difference.loaded === part.to) await lease.more();
        if (part.to === 'start') await noted;
        for (let wait = drained(session.writer); wait && session.run === run; wait = drained(session.writer))
          await wait;
        if (session.run !== run || !stillWanted(session, part)) return 'left';
        if (lease.difference.large && part.to === 'start') return 'large';
        if (this.#tellPage(session, part)) return 'held';
        subscription.phase = 'filling';
      }
    } finally {
      lease.release();
    }
  }

  #parts(session: Session): Part[] {
    const { state, rules } = session;
    if (state.kind !== 'catching-up' || !rules) return [];
    const { seats, differences, node } = this.#options;
    return session.subscriptions.flatMap((subscription): Part[] => {
      const { module, phase } = subscription;
      if (phase !== 'held') return [];
      const now = seats.gaze(rules, module);
      const lease = differences.since(seats.gaze(state.held.rules, module), now, state.held.at);
      return [{ module, subscription, gaze: now, lease, to: 'start', at: node.head }];
    });
  }

  /** True when that was all of it; the session is live then. */
  #tellDifference(session: Session, parts: readonly Part[]): boolean {
    const { state } = session;
    if (state.kind !== 'catching-up') return true;
    const { flusher, sizes, node, seats } = this.#options;
    let room = sizes.frame;
    const fragments = parts.flatMap((part) => {
      const told = this.#next(part, room);
      room -= bytesOf(told);
      return told;
    });
    if (parts.some(({ to }) => to !== 'end')) {
      state.mixed = true;
      for (const { subscription } of parts) seats.began(session, subscription);
      flusher.tellCard(session);
      session.writer.write(partPacket(fragments));
      return false;
    }
    session.state = isLive;
    for (const fragment of fragments) flusher.add(session, fragment, node.head);
    for (const { module } of parts) seats.join(session, module);
    flusher.flush(session, state.confirm || state.mixed);
    return true;
  }

  #tellPage(session: Session, part: Part): boolean {
    const { flusher, node, sizes, seats } = this.#options;
    for (const fragment of this.#missed(part)) flusher.add(session, fragment, node.head);
    flusher.flush(session);
    seats.began(session, part.subscription);
    const page = pageOf(part.lease.difference, part.to, sizes.page, flusher.token());
    session.writer.write(page.packet);
    part.to = page.to;
    part.at = node.head;
    if (page.to !== 'end') return false;
    seats.join(session, part.module);
    return true;
  }

  /** The next stretch of a part, with what happened meanwhile to what was told before. */
  #next(part: Part, room: number): readonly Fragment[] {
    const missed = this.#missed(part);
    const stretch = room > 0 ? part.lease.difference.stretch(part.to, room) : null;
    if (stretch) part.to = stretch.to;
    part.at = this.#options.node.head;
    return stretch?.parcel ? [...missed, stretch.parcel] : missed;
  }

  #missed({ module, gaze, to, at }: Part): readonly Fragment[] {
    if (to === 'start') return [];
    const entries = this.#options.node.since(at);
    if (!entries) throw new LostTrack();
    return [...netChanges(entries, module).values()].flatMap(({ id, before, after }) => {
      const told = covers(to, id) ? fragmentOf(module, id, gaze, before, gaze, after) : null;
      return told ? [told] : [];
    });
  }
}

/** A module may be left, and even be wanted anew, while it is on its way. */
const stillWanted = (session: Session, { module, subscription }: Part): boolean =>
  session.subscription(module) === subscription;

const bytesOf = (fragments: readonly Fragment[]): number => fragments.reduce((sum, { text }) => sum + text.length, 0);

const partPackets = new WeakMap<Fragment, Packet>();

/** A part after which more is to come; sessions that are told just the same stretch are sent the same packet. */
function partPacket(fragments: readonly Fragment[]): Packet {
  const [only] = fragments;
  const shared = fragments.length === 1 ? only : undefined;
  const known = shared && partPackets.get(shared);
  if (known) return known;
  const packet = framePacket(null, fragments.map(({ text }) => text).join(','), '');
  if (shared) partPackets.set(shared, packet);
  return packet;
}

type Page = { readonly packet: Packet; readonly to: Place };
type Pages = { readonly token: string; readonly from: Map<Place, Page> };
const pagesOf = new WeakMap<Difference, Pages>();

/** Sessions that take the same picture in the same loop turn, and so under the same token, are sent the same pages. */
function pageOf(picture: Difference, from: Place, bytes: number, token: string): Page {
  let pages = pagesOf.get(picture);
  if (pages?.token !== token) pagesOf.set(picture, (pages = { token, from: new Map() }));
  const known = pages.from.get(from);
  if (known) return known;
  const { text: rows, to } = picture.stretch(from, bytes);
  const text = `{"module":"${picture.after.module}","rows":[${rows}],"more":${to !== 'end'},"token":"${token}"}`;
  const page = { packet: new Packet('snapshot', text), to };
  pages.from.set(from, page);
  return page;
}
