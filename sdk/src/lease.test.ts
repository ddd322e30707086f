import { afterEach, beforeEach, expect, jest, test } from '@jest/globals';
import { lease, lingerMs } from './lease.ts';

beforeEach(() => void jest.useFakeTimers());
afterEach(() => void jest.useRealTimers());

function list() {
  const made = { count: 0, closed: 0 };
  const make = () => {
    made.count += 1;
    return { get: () => made.count, subscribe: () => () => {}, close: () => void (made.closed += 1) };
  };
  return { made, make, owner: {} };
}

test('[SD21] all who look at the same share one list, closed a while after the last has gone', () => {
  const { made, make, owner } = list();
  const stop = [lease(owner, 'k', make), lease(owner, 'k', make)].map((each) => each.subscribe(() => {}));
  expect(made).toEqual({ count: 1, closed: 0 });
  stop.forEach((end) => end());
  jest.advanceTimersByTime(lingerMs - 1);
  expect(made.closed).toBe(0);
  jest.advanceTimersByTime(1);
  expect(made.closed).toBe(1);
});

test('[SD21] an effect that runs twice keeps its list', () => {
  const { made, make, owner } = list();
  const leased = lease(owner, 'k', make);
  leased.subscribe(() => {})();
  leased.subscribe(() => {});
  jest.advanceTimersByTime(lingerMs * 2);
  expect(made).toEqual({ count: 1, closed: 0 });
});

test('[SD21] a render that is thrown away leaves no list behind', () => {
  const { made, make, owner } = list();
  lease(owner, 'k', make).get();
  jest.advanceTimersByTime(lingerMs);
  expect(made).toEqual({ count: 1, closed: 1 });
});

test('[SD21] a list that was closed for want of lookers is made anew when one comes back', () => {
  const { made, make, owner } = list();
  const leased = lease(owner, 'k', make);
  leased.get();
  jest.advanceTimersByTime(lingerMs);
  leased.subscribe(() => {});
  expect(made).toEqual({ count: 2, closed: 1 });
});
