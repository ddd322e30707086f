const place = 'genkan-portal';

/** The portal of the link one came by, or the one signed in to last. */
export const lastPortal = (): string =>
  new URLSearchParams(window.location.search).get('portal') ?? localStorage.getItem(place) ?? '';

/** The address of the link one came by: that of a demo names one. */
export const lookedForEmail = (): string => new URLSearchParams(window.location.search).get('email') ?? '';

export const keepPortal = (portal: string): void => localStorage.setItem(place, portal);

/** Whether somebody signed in with this browser before. */
export const wasHere = (): boolean => localStorage.getItem(place) !== null;
