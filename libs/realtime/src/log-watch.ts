import type { Entry } from '@genkan/log/portal-log';
import type { Beside } from './beside.ts';
import { entryCard } from './entry-card.ts';
import { Packet } from './packet.ts';
import type { Session } from './session.ts';

/**
 * Tells members of the staff who may watch the log each entry as it happens. Whoever does not take what he is sent
 * misses entries: their numbers show the hole, and the read `entries` fills it.
 */
export class LogWatch implements Beside {
  readonly #watching = new Set<Session>();

  /** False: the session may not, by its present rights. */
  watch(session: Session, on: boolean): boolean {
    if (!on) this.#watching.delete(session);
    else if (mayWatch(session)) this.#watching.add(session);
    return !on || mayWatch(session);
  }

  changed(): void {}

  /** Judged at each entry: a right that was taken is missed from that very one on. */
  taken(entry: Entry): void {
    for (const session of this.#watching) {
      const { rules, writer, state } = session;
      if (!rules || !mayWatch(session) || state.kind !== 'live' || writer.buffered() > 0) continue;
      writer.write(new Packet('entry', JSON.stringify(entryCard(entry, rules))));
    }
  }

  dropped(): void {}
  ready(): void {}
  closed(session: Session): void {
    this.#watching.delete(session);
  }
  stop(): void {}
}

const mayWatch = ({ rules }: Session): boolean => rules?.ability.staffRights.has('watch-log') ?? false;
