import { describe, expect, test } from '@jest/globals';
import { MemoryLog } from '@genkan/log/memory-log';
import { Company } from './company.ts';
import { admin, dealA, found, node, update } from './test/hall.ts';

const never = (): Promise<void> => new Promise(() => undefined);

describe('who is waited for', () => {
  test('[AC28] a turn waits until as many are there as the last one held', async () => {
    const company = new Company(never);
    company.left(5);
    let begun = false;
    const begin = company.gathers(1)?.then(() => (begun = true));
    for (const waiting of [2, 3, 4]) company.came(waiting);
    await Promise.resolve();
    expect(begun).toBe(false);
    company.came(5);
    await begin;
    expect(begun).toBe(true);
  });

  test('[AC28] it waits for a millisecond at most, and expects no more of them next time than came', async () => {
    const slept: number[] = [];
    const company = new Company(async (milliseconds) => void slept.push(milliseconds));
    company.left(5);
    await company.gathers(1);
    expect(slept).toEqual([1]);
    company.left(1);
    expect(company.gathers(1)).toBeNull();
  });

  test('[AC28] after turns of one, two or three, and when all are there already, nobody waits', () => {
    const company = new Company(never);
    for (const size of [1, 2, 3]) {
      company.left(size);
      expect(company.gathers(1)).toBeNull();
    }
    company.left(4);
    expect(company.gathers(4)).toBeNull();
  });

  test('[AC28] those who were answered together and ask again one by one are one turn again', async () => {
    const log = new MemoryLog();
    await found(log);
    const turns: number[] = [];
    const append = log.append.bind(log);
    log.append = (turn) => (turns.push(turn.receipts.length), append(turn));
    const here = node(log, { sleep: never });
    const send = (Amount: number) => here.send(admin, 'update-record', update(dealA, { Amount }));
    await Promise.all([1, 2, 3, 4, 5].map(send));
    const again = [6, 7, 8, 9, 10].map(async (amount) => {
      for (let turn = 6; turn < amount; turn++) await new Promise((next) => setImmediate(next));
      return send(amount);
    });
    expect((await Promise.all(again)).map(({ status }) => status)).toEqual(Array(5).fill('applied'));
    expect(turns).toEqual([5, 5]);
  });
});
