import { BurstyRateLimiter, RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import { Rejected } from '@genkan/domain/rejected';

export type Limit = {
  readonly commandsPerSecond: number;
  readonly signInsPerAccount: number;
  readonly signInsPerAddress: number;
};
export const defaultLimit: Limit = { commandsPerSecond: 100, signInsPerAccount: 5, signInsPerAddress: 20 };

type Limiter = Pick<RateLimiterMemory, 'consume'>;

async function take(limiter: Limiter, key: string): Promise<void> {
  try {
    await limiter.consume(key);
  } catch (thrown) {
    if (thrown instanceof RateLimiterRes) throw new Rejected('too-many');
    throw thrown;
  }
}

/** How much one member, account or address may ask of this node. Sign-ins are counted a minute, commands a second. */
export class Limits {
  readonly #account: Limiter;
  readonly #address: Limiter;
  readonly #commands: Limiter;

  constructor({ commandsPerSecond, signInsPerAccount, signInsPerAddress }: Limit = defaultLimit) {
    this.#account = new RateLimiterMemory({ points: signInsPerAccount, duration: 60 });
    this.#address = new RateLimiterMemory({ points: signInsPerAddress, duration: 60 });
    this.#commands = new BurstyRateLimiter(
      new RateLimiterMemory({ points: commandsPerSecond, duration: 1 }),
      new RateLimiterMemory({ points: commandsPerSecond, duration: 10 }),
    );
  }

  /** Known and unknown accounts are counted alike (SEC-19). */
  async signIn(account: string, address: string): Promise<void> {
    await this.address(address);
    await take(this.#account, account);
  }

  address(address: string): Promise<void> {
    return take(this.#address, address);
  }

  command(member: string): Promise<void> {
    return take(this.#commands, member);
  }
}
