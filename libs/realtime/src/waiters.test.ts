import { expect, test } from '@jest/globals';
import { setImmediate as settled } from 'node:timers/promises';
import { Waiters } from './waiters.ts';

/** Waiters of `anna` and `ben`, with a note of each who went on. */
function hall() {
  const waiters = new Waiters<string>();
  const gone: string[] = [];
  const wait = (name: string, of: string): void => void waiters.next(of).then(() => gone.push(name));
  const tell = async (of: string): Promise<readonly string[]> => {
    waiters.tell(of);
    await settled();
    return gone.splice(0);
  };
  return { waiters, gone, wait, tell };
}

test('[RT46] all who wait for one go on in their order, and those who wait for another go on waiting', async () => {
  const { wait, tell } = hall();
  wait('first', 'anna');
  wait('other', 'ben');
  wait('second', 'anna');
  expect(await tell('anna')).toEqual(['first', 'second']);
  expect(await tell('anna')).toEqual([]);
  expect(await tell('ben')).toEqual(['other']);
});

test('[RT46] what was told while nobody waited is not remembered', async () => {
  const { wait, tell } = hall();
  expect(await tell('anna')).toEqual([]);
  wait('late', 'anna');
  await settled();
  expect(await tell('ben')).toEqual([]);
  expect(await tell('anna')).toEqual(['late']);
});

test('[RT46] who waits again on going on waits for the next time', async () => {
  const { waiters, gone, tell } = hall();
  void (async () => {
    for (const time of ['once', 'twice']) {
      await waiters.next('anna');
      gone.push(time);
    }
  })();
  expect(await tell('anna')).toEqual(['once']);
  expect(await tell('anna')).toEqual(['twice']);
});
