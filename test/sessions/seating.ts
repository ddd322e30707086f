import type { Page } from 'playwright-core';
import { MapStore } from '../../sdk/src/test/map-store.ts';
import type { Reached, Seating } from './play.ts';
import { Seat } from './seat.ts';

type Ask = (method: string, args: readonly unknown[]) => Promise<unknown>;
const reachedBy = (ask: Ask): Reached =>
  new Proxy({} as Reached, {
    get: (_, method) => (method === 'then' ? undefined : (...args: unknown[]) => ask(String(method), args)),
  });

export const inThisProcess: Seating = async (options, token) => {
  const store = new MapStore();
  const seat = new Seat(options, { token, store: () => store });
  return reachedBy(async (method, args) => Reflect.apply(Reflect.get(seat, method), seat, args));
};

/** Seats in one page of a browser, with its sockets and its database. */
export async function inPage(page: Page): Promise<Seating> {
  const tokens = new Map<string, () => Promise<string | null>>();
  await page.exposeFunction('tokenFor', (name: string) => tokens.get(name)?.() ?? null);
  return async (options, token) => {
    const name = `seat-${tokens.size}`;
    tokens.set(name, token);
    await page.evaluate(([each, how]) => Reflect.get(globalThis, 'begin')(each, how), [name, options] as const);
    return reachedBy((method, args) =>
      page.evaluate(([each, what, given]) => Reflect.get(globalThis, 'ask')(each, what, given), [
        name,
        method,
        args,
      ] as const),
    );
  };
}
