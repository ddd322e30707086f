/**
 * How long an access token is good for, in ms, from its own claims: the difference of two times of the server, so that
 * a wrong clock here does no harm. Null when the token does not say.
 */
export function tokenLifeMs(token: string): number | null {
  const [, payload = ''] = token.split('.');
  try {
    const claims: unknown = JSON.parse(atob(payload.replaceAll('-', '+').replaceAll('_', '/')));
    const { exp, iat } = Object(claims);
    return typeof exp === 'number' && typeof iat === 'number' && exp > iat ? (exp - iat) * 1000 : null;
  } catch {
    return null; // opaque
  }
}
