import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Rejected } from '@genkan/domain/rejected';
import { AttemptsHere, type Attempts } from './attempts.ts';

export type Limit = {
  /** A member may send twice as many at once. */
  readonly commandsPerSecond: number;
  /** A minute, over all nodes. */
  readonly signInsPerAccount: number;
  readonly signInsPerAddress: number;
};
export const defaultLimit: Limit = { commandsPerSecond: 100, signInsPerAccount: 5, signInsPerAddress: 20 };

/** How much one member, account or address may ask. */
export class Limits {
  readonly #limit: Limit;
  readonly #attempts: Attempts;
  readonly #commands: BurstyRateLimiter;

  constructor(limit: Limit = defaultLimit, attempts: Attempts = new AttemptsHere()) {
    this.#limit = limit;
    this.#attempts = attempts;
    const points = limit.commandsPerSecond;
    this.#commands = new BurstyRateLimiter(
      new RateLimiterMemory({ points, duration: 1 }),
      new RateLimiterMemory({ points, duration: 10 }),
    );
  }

  /** Known and unknown accounts are counted alike (SEC-19). */
  async signIn(account: string, address: string): Promise<void> {
    await this.address(address);
    await this.#allow(`account ${account}`, this.#limit.signInsPerAccount);
  }

  address(address: string): Promise<void> {
    return this.#allow(`address ${address}`, this.#limit.signInsPerAddress);
  }

  async command(member: string): Promise<void> {
    try {
      await this.#commands.consume(member);
    } catch (thrown) {
      throw thrown instanceof RateLimiterRes ? new Rejected('too-many') : thrown;
    }
  }

  async #allow(key: string, most: number): Promise<void> {
    if (!(await this.#attempts.allow(key, most))) throw new Rejected('too-many');
  }
}
