import type { IncomingMessage } from 'node:http';
import { sessionLife } from '@genkan/identity/refresh-token';

/** `__Host-` pins the cookie to this very host over TLS (SEC-21); plain http on loopback cannot carry it. */
const nameOf = (secure: boolean): string => (secure ? '__Host-genkan-refresh' : 'genkan-refresh');

const cookie = (value: string, secure: boolean, seconds: number): string =>
  `${nameOf(secure)}=${value}; Path=/; HttpOnly; SameSite=Strict; Max-Age=${seconds}${secure ? '; Secure' : ''}`;

export const refreshCookie = (token: string, secure: boolean): string => cookie(token, secure, sessionLife / 1000);
export const clearedCookie = (secure: boolean): string => cookie('', secure, 0);

/** Only under the name that fits: over TLS a cookie that another host of the domain could have set is not looked at. */
export function cookieOf({ headers }: Pick<IncomingMessage, 'headers'>, secure: boolean): string | undefined {
  const cookies = (headers.cookie ?? '').split(';').map((one) => one.trim());
  const [found] = cookies.filter((one) => one.startsWith(`${nameOf(secure)}=`));
  return found?.slice(nameOf(secure).length + 1);
}
