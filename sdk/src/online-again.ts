/** Calls when the browser says that the network is back; elsewhere never. The answer ends it. */
export function onlineAgain(act: () => void): () => void {
  if (!('document' in globalThis)) return () => {};
  window.addEventListener('online', act);
  return () => window.removeEventListener('online', act);
}
