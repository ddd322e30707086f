type Lived<T> = { get(): T; subscribe(listener: () => void): () => void; close(): void };
type Lease<Q> = { query: Q | null; uses: number; calledOff: () => void };

/** How long a list that nobody looks at is kept, in ms: longer than a page takes to draw the next view. */
export const lingerMs = 2_000;
const leases = new WeakMap<object, Map<string, Lease<unknown>>>();

export type Leased<Q, T> = {
  readonly subscribe: (listener: () => void) => () => void;
  readonly get: () => T;
  readonly held: () => Q;
};

/**
 * One live query per key, shared by all that look at it and kept a little longer than the last of them: a render that
 * is thrown away, or an effect that React runs twice, neither leaks it nor asks the server anew.
 */
export function lease<T, Q extends Lived<T>>(owner: object, key: string, make: () => Q & Lived<T>): Leased<Q, T> {
  const own = leases.get(owner) ?? new Map<string, Lease<Q>>();
  leases.set(owner, own);
  const found = own.get(key) as Lease<Q> | undefined; // the key names module and query, so the type is that of `make`
  const kept: Lease<Q> = found ?? { query: null, uses: 0, calledOff: () => {} };
  own.set(key, kept);
  const linger = (): void => {
    kept.calledOff();
    const timer = setTimeout(() => {
      kept.query?.close();
      kept.query = null;
    }, lingerMs);
    kept.calledOff = () => clearTimeout(timer);
  };
  const held = (): Q => {
    kept.query ??= make();
    if (kept.uses === 0) linger();
    return kept.query;
  };
  return {
    held,
    get: () => held().get(),
    subscribe: (listener) => {
      const stop = held().subscribe(listener);
      kept.uses += 1;
      kept.calledOff();
      return () => {
        stop();
        kept.uses -= 1;
        if (kept.uses === 0) linger();
      };
    },
  };
}
