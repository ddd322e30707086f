/**
 * A service worker: the page itself, for a visit without a network. Only what everybody gets is on this shelf; what a
 * member may see is kept by the SDK's store, and answers of the API are kept nowhere.
 */
self.addEventListener('install', () => self.skipWaiting());
self.addEventListener('activate', (event) => event.waitUntil(self.clients.claim()));
self.addEventListener('fetch', (event) => {
  const { request } = event;
  const { origin, pathname } = new URL(request.url);
  if (request.method !== 'GET' || origin !== self.location.origin) return;
  if (pathname.startsWith('/assets/')) event.respondWith(asset(request));
  else if (request.mode === 'navigate') event.respondWith(page(request));
});

/** Its name carries its hash: it never changes, whatever the headers it is asked for with. */
const asset = async (request) => (await caches.match(request.url, { ignoreVary: true })) ?? fetch(request);

/** As the server has it now; without a network, as it was. */
const page = (request) =>
  fetch(request).catch(async () => (await caches.match('/', { ignoreVary: true })) ?? Response.error());
