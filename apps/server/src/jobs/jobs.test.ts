import { afterEach, expect, jest, test } from '@jest/globals';
import { jobsInProcess } from './jobs.ts';

afterEach(() => {
  jest.useRealTimers();
});

test('[G-11] what is due is looked after at its time, however far it lies and however early a timer rings', async () => {
  jest.useFakeTimers({ now: 0 });
  const looks: number[] = [];
  const lookAfter = async () => void looks.push(Date.now());
  const jobs = await jobsInProcess({ workOff: async () => {}, lookAfter }, () => {});
  const far = 30 * 24 * 60 * 60 * 1000 + 30_000; // a timer of Node's waits 25 days at most
  await jobs.lookAt(new Date(far));
  jest.advanceTimersByTime(far);
  expect(looks).toContain(far);
  const soon = Date.now() + 300;
  await jobs.lookAt(new Date(soon));
  jest.setSystemTime(Date.now() - 1); // the clock by which it is due lags behind the one that rings
  jest.advanceTimersByTime(302);
  expect(looks.at(-1)).toBeGreaterThanOrEqual(soon);
  await jobs.stop();
});
