/** A value with listeners: what a binding needs (React: `useSyncExternalStore`), and no more. */
export type Observable<T> = {
  /** The present value; the same reference until it changes. */
  get(): T;
  /** Tells each new value; the answer ends it. */
  subscribe(listener: (value: T) => void): () => void;
};

export type Cell<T> = Observable<T> & { set(value: T): void };

/** A settable observable. A listener that throws does not keep the others from hearing. */
export function cell<T>(initial: T): Cell<T> {
  let present = initial;
  const listeners = new Set<(value: T) => void>();
  return {
    get: () => present,
    set: (value) => {
      present = value;
      tell(listeners, value);
    },
    subscribe: (listener) => {
      listeners.add(listener);
      return () => void listeners.delete(listener);
    },
  };
}

/** Calls every listener; what one throws is reported later, on its own. */
export function tell<T>(listeners: Iterable<(value: T) => void>, value: T): void {
  for (const listener of [...listeners]) {
    try {
      listener(value);
    } catch (error) {
      queueMicrotask(() => {
        throw error;
      });
    }
  }
}
