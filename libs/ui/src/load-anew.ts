const place = 'genkan-loaded-anew';
/** A script that is missing once more within so long, in ms, is not missing because of a new version. */
const pauseMs = 60_000;

/** A new version takes the scripts of the old one from the server: whoever still has the old page open is given the new one. */
export function loadAnewWhenOld(): void {
  window.addEventListener('vite:preloadError', () => {
    if (!navigator.onLine || Date.now() - Number(sessionStorage.getItem(place)) < pauseMs) return;
    sessionStorage.setItem(place, String(Date.now()));
    window.location.reload();
  });
}
