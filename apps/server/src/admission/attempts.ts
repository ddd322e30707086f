import { createHash } from 'node:crypto';
import { RateLimiterMemory, RateLimiterRes } from 'rate-limiter-flexible';
import type { JsonSql } from '@genkan/log/json-sql';

/** Counts what was tried under a key in a minute; false: more than `most`. */
export interface Attempts {
  allow(key: string, most: number): Promise<boolean>;
}

/** For a node that is alone. */
export class AttemptsHere implements Attempts {
  readonly #limiters = new Map<number, RateLimiterMemory>();

  async allow(key: string, most: number): Promise<boolean> {
    const limiter = this.#limiters.get(most) ?? new RateLimiterMemory({ points: most, duration: 60 });
    this.#limiters.set(most, limiter);
    try {
      await limiter.consume(key);
      return true;
    } catch (thrown) {
      if (thrown instanceof RateLimiterRes) return false;
      throw thrown;
    }
  }
}

const minuteOf = (moment: number): number => Math.floor(moment / 60_000);

/** For any number of nodes: one count in their database. Keys are hashed, so that no address is kept (SEC-33). */
export class AttemptsEverywhere implements Attempts {
  readonly #sql: JsonSql;
  readonly #now: () => number;
  #cleared = 0;

  constructor(sql: JsonSql, now: () => number = Date.now) {
    this.#sql = sql;
    this.#now = now;
  }

  async allow(key: string, most: number): Promise<boolean> {
    const minute = minuteOf(this.#now());
    await this.#clear(minute);
    const statement = `insert into attempt (key, minute, count) values ($1, $2, 1)
      on conflict (key, minute) do update set count = attempt.count + 1 returning to_json(count)::text`;
    const [count] = await this.#sql(statement, [createHash('sha256').update(key).digest('hex'), minute]);
    return Number(count) <= most;
  }

  async #clear(minute: number): Promise<void> {
    if (this.#cleared === minute) return;
    this.#cleared = minute;
    await this.#sql(`delete from attempt where minute < $1`, [minute - 1]);
  }
}
