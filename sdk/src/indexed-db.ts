import type { OfflineStore } from './offline-store.ts';

/**
 * Keeps a replica in this browser. Give each member of a shared device a name of his own. Of several tabs with one name
 * the first keeps; the others start empty and keep nothing, so that two never write over each other.
 */
export function indexedDbStore(name = 'genkan'): OfflineStore {
  const table = 'kept';
  let database: IDBDatabase | null = null;
  let letGo: (() => void) | null = null;

  /** Null: another tab keeps under this name. */
  const opened = async (): Promise<IDBDatabase | null> => {
    letGo = await claim(`genkan ${name}`);
    if (!letGo) return null;
    const request = indexedDB.open(name, 1);
    request.onupgradeneeded = () => void request.result.createObjectStore(table);
    return done(request);
  };
  const change = async (act: (kept: IDBObjectStore) => void): Promise<void> => {
    if (!database) return;
    const transaction = database.transaction(table, 'readwrite');
    act(transaction.objectStore(table));
    await ended(transaction);
  };
  return {
    async read() {
      database = await opened();
      if (!database) return new Map();
      const kept = database.transaction(table).objectStore(table);
      const [keys, values] = await Promise.all([done(kept.getAllKeys()), done(kept.getAll())]);
      return new Map(keys.map((key, at) => [String(key), values[at]]));
    },
    write: (changes) =>
      change((kept) => {
        for (const [key, value] of changes) {
          if (value === undefined) kept.delete(key);
          else kept.put(value, key);
        }
      }),
    clear: () => change((kept) => void kept.clear()),
    async close() {
      database?.close();
      database = null;
      letGo?.();
    },
  };
}

const done = <T>(request: IDBRequest<T>): Promise<T> =>
  new Promise((resolve, reject) => {
    request.onsuccess = () => resolve(request.result);
    request.onerror = () => reject(request.error);
  });

const ended = (transaction: IDBTransaction): Promise<void> =>
  new Promise((resolve, reject) => {
    transaction.oncomplete = () => resolve();
    transaction.onabort = () => reject(transaction.error);
  });

/** How long a tab waits for the one before it to let go, in ms: a page that is loaded anew needs a moment. */
const patienceMs = 300;

/** Null: somebody else holds it. Otherwise held until the answer is called, or the page ends. */
const claim = (name: string): Promise<(() => void) | null> =>
  new Promise((resolve) => {
    navigator.locks
      .request(name, { signal: AbortSignal.timeout(patienceMs) }, () => new Promise<void>((letGo) => resolve(letGo)))
      .catch(() => resolve(null));
  });
