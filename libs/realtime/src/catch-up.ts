import { covers, fragmentOf, type Difference, type Place } from './difference.ts';
import type { Differences, Lease } from './differences.ts';
import type { Flusher } from './flusher.ts';
import type { Fragment } from './fragment.ts';
import type { Gaze } from './gaze.ts';
import { framePacket, Packet } from './packet.ts';
import type { PortalNode } from './portal-node.ts';
import { netChanges } from './record-changes.ts';
import type { Rules } from './rules.ts';
import type { Session, Subscription } from './session.ts';
import { drained } from './session-writer.ts';
import { rowText } from './wire-text.ts';

/** About how much of a difference, and of a first picture, leaves as one message. */
export type Sizes = { readonly frame: number; readonly page: number };
export const usualSizes: Sizes = { frame: 1024 * 1024, page: 128 * 1024 };

export type CatchUpOptions = {
  readonly node: PortalNode;
  readonly differences: Differences;
  readonly flusher: Flusher;
  readonly gaze: (rules: Rules, module: string) => Gaze;
  /** From now on the session receives what happens in the module. */
  readonly join: (session: Session, module: string) => void;
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
  async bring(session: Session, run: object): Promise<boolean> {
    const parts = this.#parts(session);
    try {
      for (const { lease } of parts) while (lease.difference.loaded !== 'end') await lease.more();
      for (;;) {
        const wait = drained(session.writer);
        if (wait) await wait;
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

  /** Sends the first picture of a module; false when another run has taken over or nobody wants it any more. */
  async fill(session: Session, module: string, run: object): Promise<boolean> {
    const subscription = session.subscriptions.get(module);
    const rules = session.rules;
    if (!subscription || !rules) return false;
    const gaze = this.#options.gaze(rules, module);
    const lease = this.#options.differences.picture(gaze);
    const part: Part = { module, subscription, gaze, lease, to: 'start', at: this.#options.node.head };
    try {
      for (;;) {
        while (lease.difference.loaded === part.to) await lease.more();
        const wait = drained(session.writer);
        if (wait) await wait;
        if (session.run !== run || !stillWanted(session, part)) return false;
        if (this.#tellPage(session, part)) return true;
        subscription.phase = 'filling';
      }
    } finally {
      lease.release();
    }
  }

  #parts(session: Session): Part[] {
    const { state, rules } = session;
    if (state.kind !== 'catching-up' || !rules) return [];
    const { gaze, differences, node } = this.#options;
    return [...session.subscriptions].flatMap(([module, subscription]) => {
      if (subscription.phase !== 'held') return [];
      const now = gaze(rules, module);
      const lease = differences.since(gaze(state.held.rules, module), now, state.held.at);
      return [{ module, subscription, gaze: now, lease, to: 'start', at: node.head }];
    });
  }

  /** True when that was all of it; the session is live then. */
  #tellDifference(session: Session, parts: readonly Part[]): boolean {
    const { state } = session;
    if (state.kind !== 'catching-up') return true;
    const { flusher, sizes, node, join } = this.#options;
    let room = sizes.frame;
    const fragments = parts.flatMap((part) => {
      const told = this.#next(part, room);
      room -= bytesOf(told);
      return told;
    });
    if (parts.some(({ to }) => to !== 'end')) {
      state.mixed = true;
      flusher.tellCard(session);
      session.writer.write(framePacket(null, fragments.map(({ text }) => text).join(','), ''));
      return false;
    }
    session.state = { kind: 'live' };
    for (const fragment of fragments) flusher.add(session, fragment, node.head);
    for (const { module } of parts) join(session, module);
    flusher.flush(session, state.confirm || state.mixed);
    return true;
  }

  #tellPage(session: Session, part: Part): boolean {
    const { flusher, node, sizes, join } = this.#options;
    for (const fragment of this.#missed(part)) flusher.add(session, fragment, node.head);
    flusher.flush(session);
    const page = part.lease.difference.stretch(part.to, sizes.page);
    const more = page.to !== 'end';
    session.writer.write(snapshotPacket(part.lease.difference, part.to, page.fragments, more, flusher.token()));
    part.to = page.to;
    part.at = node.head;
    if (more) return false;
    join(session, part.module);
    return true;
  }

  /** The next stretch of a part, with what happened meanwhile to what was told before. */
  #next(part: Part, room: number): readonly Fragment[] {
    const missed = this.#missed(part);
    const stretch = room > 0 ? part.lease.difference.stretch(part.to, room) : null;
    if (stretch) part.to = stretch.to;
    part.at = this.#options.node.head;
    return stretch ? [...missed, ...stretch.fragments] : missed;
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
  session.subscriptions.get(module) === subscription;

const bytesOf = (fragments: readonly Fragment[]): number => fragments.reduce((sum, { text }) => sum + text.length, 0);

type Page = { readonly key: string; readonly packet: Packet };
const lastPages = new WeakMap<Difference, Page>();

/** Sessions that are at the same place of the same picture at the same head are sent the same page. */
function snapshotPacket(
  picture: Difference,
  from: Place,
  fragments: readonly Fragment[],
  more: boolean,
  token: string,
): Packet {
  const key = `${from} ${token}`;
  const last = lastPages.get(picture);
  if (last?.key === key) return last.packet;
  const rows = fragments.flatMap(({ shown }) => (shown ? [rowText(shown)] : [])).join(',');
  const text = `{"module":"${picture.after.module}","rows":[${rows}],"more":${more},"token":"${token}"}`;
  const packet = new Packet('snapshot', text);
  lastPages.set(picture, { key, packet });
  return packet;
}
