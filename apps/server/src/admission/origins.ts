import type { IncomingMessage } from 'node:http';

/**
 * The pages that may speak to this server (SEC-11, SEC-23): an exact list of origins. A browser leaves `Origin` out of
 * a same-origin GET; it then says so in `Sec-Fetch-Site`, which no page can forge. Anything else without an origin is
 * refused: clients outside a browser name the server's own.
 */
export class Origins {
  #allowed: ReadonlySet<string>;

  constructor(allowed: readonly string[]) {
    this.#allowed = new Set(allowed);
  }

  /** Adds what is known only once the server listens: its own address. */
  add(...origins: readonly string[]): void {
    this.#allowed = new Set([...this.#allowed, ...origins]);
  }

  has(origin: string | undefined): boolean {
    return origin !== undefined && this.#allowed.has(origin);
  }

  admits({ headers }: Pick<IncomingMessage, 'headers'>): boolean {
    return headers.origin === undefined ? headers['sec-fetch-site'] === 'same-origin' : this.has(headers.origin);
  }
}
