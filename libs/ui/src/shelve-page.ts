/** Where the service worker looks. */
const shelf = 'genkan-page';

/** Puts the page, with all its scripts and styles, where a visit without a network finds it. */
async function shelve(): Promise<void> {
  const [page, list] = await Promise.all([fetch('/'), fetch('/assets.json')]);
  const names: unknown = await list.json();
  const wanted = Array.isArray(names) ? names.map((name) => `/${String(name)}`) : [];
  const kept = await caches.open(shelf);
  const known = new Set((await kept.keys()).map(({ url }) => new URL(url).pathname));
  await kept.addAll(wanted.filter((path) => !known.has(path)));
  await kept.put('/', page);
  const old = [...known].filter((path) => path !== '/' && !wanted.includes(path)); // of another build
  await Promise.all(old.map((path) => kept.delete(path)));
}

/** When the first view has been drawn, in ms. */
const soonMs = 1_000;

/** From now on the page opens without a network too. A browser that cannot do so does without. */
export function keepPage(worker: string): () => void {
  if (!('serviceWorker' in navigator) || !('caches' in globalThis)) return () => {};
  navigator.serviceWorker.register(worker).catch(() => {});
  const put = () => void shelve().catch(() => {});
  const timer = setTimeout(put, soonMs);
  document.addEventListener('visibilitychange', put);
  return () => {
    clearTimeout(timer);
    document.removeEventListener('visibilitychange', put);
  };
}
