import { expect, test } from '@jest/globals';
import { clearedCookie, cookieOf, refreshCookie } from './refresh-cookie.ts';

test('[SEC-21] over TLS the cookie is pinned to this host, secure, and out of reach of scripts and other sites', () => {
  expect(refreshCookie('token', true)).toBe(
    '__Host-genkan-refresh=token; Path=/; HttpOnly; SameSite=Strict; Max-Age=2592000; Secure',
  );
  expect(clearedCookie(true)).toContain('__Host-genkan-refresh=; Path=/; HttpOnly; SameSite=Strict; Max-Age=0');
});

test('[SEC-21] over TLS a cookie without the prefix is not looked at, which another host could have set', () => {
  const sent = (cookie: string) => ({ headers: { cookie } });
  expect(cookieOf(sent('a=1; __Host-genkan-refresh=right'), true)).toBe('right');
  expect(cookieOf(sent('genkan-refresh=planted'), true)).toBeUndefined();
  expect(cookieOf(sent('genkan-refresh=right; b=2'), false)).toBe('right');
  expect(cookieOf({ headers: {} }, false)).toBeUndefined();
});
