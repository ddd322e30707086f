import { afterEach, expect, test } from '@jest/globals';
import { Deliveries } from './deliveries.ts';
import type { DeliveryStore } from './delivery-store.ts';
import { MemoryDeliveryStore } from './memory-delivery-store.ts';

const row = { portal: 'p1', session: 's1', member: 'kim', module: 'Deals', from: 3 };
/** Made so late that no node is believed to have sent it. */
const never = Number.MAX_SAFE_INTEGER;
const opened: Deliveries[] = [];
afterEach(async () => {
  for (const one of opened.splice(0)) await one.stop();
});

/** A store that counts its statements, fails the first so many, and says when it has taken one. */
function counted(failures = 0) {
  const kept = new MemoryDeliveryStore();
  const taken: number[] = [];
  let heard: () => void = () => undefined;
  let left = failures;
  const store: DeliveryStore = {
    async save(...given) {
      if (left-- > 0) throw new Error('the connection is lost');
      await kept.save(...given);
      taken.push(given[1].length);
      heard();
    },
    whoReceived: (...asked) => kept.whoReceived(...asked),
    rowsAt: (...asked) => kept.rowsAt(...asked),
    closeLost: (before) => kept.closeLost(before),
  };
  return { store, taken, next: () => new Promise<void>((resolve) => (heard = resolve)) };
}

function open(store: DeliveryStore, head = { portal: 'p1', sequence: 5 }) {
  const troubles: unknown[] = [];
  const trouble = (error: unknown): void => void troubles.push(error);
  const deliveries = new Deliveries({ store, alone: true, heads: () => [{ ...head }], trouble, everyMs: 5 });
  opened.push(deliveries);
  return { deliveries, troubles };
}

test('[SV32] what comes together is one statement, a row that began and ended in between is one row', async () => {
  const { store, taken, next } = counted();
  const { deliveries } = open(store);
  for (let n = 0; n < 1000; n++) {
    void deliveries.began({ ...row, session: `s${n}` });
    deliveries.ended({ ...row, session: `s${n}` }, 5);
  }
  expect(taken).toEqual([]);
  await next();
  expect(taken).toEqual([1000]);
  expect(await store.whoReceived('p1', 'Deals', 5, never)).toEqual(['kim']);
});

test('[SV32] very many are several statements, and all of them are written before this node lets go', async () => {
  const { store, taken } = counted();
  const { deliveries } = open(store);
  for (let n = 0; n < 4500; n++) void deliveries.began({ ...row, session: `s${n}` });
  await deliveries.stop();
  expect(taken).toEqual([2000, 2000, 500]);
});

test('[SV32] a lost connection is tried again and told, and nothing of it reaches the session', async () => {
  const { store, taken, next } = counted(3);
  const { deliveries, troubles } = open(store);
  void deliveries.began(row);
  await next();
  expect(troubles.length).toBe(3);
  expect(taken).toEqual([1]);
  expect(await store.whoReceived('p1', 'Deals', 5, never)).toEqual(['kim']);
});

test('[SV32] a session waits until its row is kept, and no longer than a second while nothing can be', async () => {
  const { store, taken } = counted();
  await open(store).deliveries.began(row);
  expect(taken).toEqual([1]);
  const { deliveries, troubles } = open(counted(Infinity).store);
  await deliveries.began(row);
  expect(troubles.length).toBeGreaterThan(1);
});

test('[SV31] the mark of an open row is said again as the node goes on, without any row', async () => {
  const { store, taken, next } = counted();
  const head = { portal: 'p1', sequence: 5 };
  const { deliveries } = open(store, head);
  void deliveries.began(row);
  await next();
  head.sequence = 9;
  await next();
  expect(taken).toEqual([1, 0]);
  expect(await store.whoReceived('p1', 'Deals', 9, never)).toEqual(['kim']);
  expect(await store.whoReceived('p1', 'Deals', 10, never)).toEqual([]);
});

test('[SV32] whoever asks this node is answered with what it has not written yet', async () => {
  const { deliveries } = open(new MemoryDeliveryStore());
  void deliveries.began(row);
  expect(await deliveries.whoReceived('p1', 'Deals', 4, never)).toEqual(['kim']);
  deliveries.ended(row, 4);
  expect(await deliveries.whoReceived('p1', 'Deals', 5, never)).toEqual([]);
});
