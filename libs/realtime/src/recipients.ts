import type { RecordState } from '@genkan/domain/records';
import type { Eyes } from './eyes.ts';
import type { ModuleKeys } from './module-keys.ts';

/**
 * Those who look at a module with the same eyes and the same keys: they meet every record by the same reaches, so that
 * a change is judged once for all of them.
 */
export type Cohort<Session> = {
  readonly module: string;
  readonly eyes: Eyes;
  readonly keys: ModuleKeys;
  readonly sessions: Set<Session>;
};

type Place<Session> = Cohort<Session> & { then: number; now: number; stamp: number };
type Holder<Session> = { readonly place: Place<Session>; readonly bits: number };
type Index<Session> = {
  readonly byKey: Map<string, Holder<Session>[]>;
  readonly cohorts: Map<string, Place<Session>>;
  /** How many cohorts look with these eyes. */
  readonly eyes: Map<Eyes, number>;
};

/** Which sessions a change concerns: module -> key -> cohorts. No rooms, and no look at members who are not concerned. */
export class Recipients<Session> {
  readonly #modules = new Map<string, Index<Session>>();
  #stamp = 0;

  /** The cohort the session is in from now on; it is left through it. */
  join(session: Session, module: string, eyes: Eyes, keys: ModuleKeys): Cohort<Session> {
    const index = this.#index(module);
    const place = index.cohorts.get(nameOf(eyes, keys)) ?? this.#found(index, module, eyes, keys);
    place.sessions.add(session);
    return place;
  }

  leave(session: Session, cohort: Cohort<Session>): void {
    if (cohort.sessions.delete(session) && cohort.sessions.size === 0) this.#forget(cohort);
  }

  /** Whether anybody who looks at the module passes the test: the cheap question before a walk. */
  anyone(module: string, test: (eyes: Eyes) => boolean): boolean {
    for (const eyes of this.#modules.get(module)?.eyes.keys() ?? []) if (test(eyes)) return true;
    return false;
  }

  /** Each cohort that meets the record before or after, once, with its reach masks then and now. */
  meet(
    module: string,
    before: RecordState | null,
    after: RecordState | null,
    told: (cohort: Cohort<Session>, then: number, now: number) => void,
  ): void {
    const index = this.#modules.get(module);
    if (!index) return;
    const touched: Place<Session>[] = [];
    this.#stamp++;
    if (before) eachKey(before, (key) => this.#mark(index.byKey.get(key), touched, 'then'));
    if (after) eachKey(after, (key) => this.#mark(index.byKey.get(key), touched, 'now'));
    for (const place of touched) told(place, place.then, place.now);
  }

  #mark(holders: Holder<Session>[] | undefined, touched: Place<Session>[], side: 'then' | 'now'): void {
    if (!holders) return;
    for (const { place, bits } of holders) {
      if (place.stamp !== this.#stamp) {
        place.stamp = this.#stamp;
        place.then = place.now = 0;
        touched.push(place);
      }
      place[side] |= bits;
    }
  }

  #index(module: string): Index<Session> {
    const known = this.#modules.get(module);
    if (known) return known;
    const made: Index<Session> = { byKey: new Map(), cohorts: new Map(), eyes: new Map() };
    this.#modules.set(module, made);
    return made;
  }

  #found(index: Index<Session>, module: string, eyes: Eyes, keys: ModuleKeys): Place<Session> {
    const place: Place<Session> = { module, eyes, keys, sessions: new Set(), then: 0, now: 0, stamp: 0 };
    index.cohorts.set(nameOf(eyes, keys), place);
    index.eyes.set(eyes, (index.eyes.get(eyes) ?? 0) + 1);
    for (const [key, bits] of keys.bits) {
      const holders = index.byKey.get(key);
      if (holders) holders.push({ place, bits });
      else index.byKey.set(key, [{ place, bits }]);
    }
    return place;
  }

  #forget(gone: Cohort<Session>): void {
    const index = this.#modules.get(gone.module);
    if (!index) return;
    index.cohorts.delete(nameOf(gone.eyes, gone.keys));
    const others = (index.eyes.get(gone.eyes) ?? 1) - 1;
    if (others > 0) index.eyes.set(gone.eyes, others);
    else index.eyes.delete(gone.eyes);
    for (const key of gone.keys.bits.keys()) {
      const left = (index.byKey.get(key) ?? []).filter(({ place }) => place !== gone);
      if (left.length > 0) index.byKey.set(key, left);
      else index.byKey.delete(key);
    }
  }
}

const nameOf = (eyes: Eyes, keys: ModuleKeys): string => `${eyes.number}|${keys.name}`;

/** Every key a record is met by: the two that every record has, and those it holds. */
function eachKey(record: RecordState, met: (key: string) => void): void {
  met('*');
  met(`=${record.id}`);
  for (const key of record.keys) met(key);
}
