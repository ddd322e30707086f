import { afterEach, expect, test } from '@jest/globals';
import type { SessionWriter } from './session-writer.ts';
import { Stalled } from './stalled.ts';

class Transport {
  unsent = 0;
  readonly writer: SessionWriter = {
    write: () => undefined,
    buffered: () => this.unsent,
    unsent: () => this.unsent,
    onDrain: () => undefined,
    close: () => undefined,
  };
}

const opened: Stalled<Transport>[] = [];
afterEach(() => opened.splice(0).forEach((one) => one.stop()));

/** Looks at each second, at what waits then; answers the second at which it was given up. */
function givenUpAt(unsent: readonly (number | null)[]): number | null {
  const transport = new Transport();
  const given: Transport[] = [];
  const stalled = new Stalled(new Set([transport]), 5_000, (session) => given.push(session));
  opened.push(stalled);
  for (const [second, waits] of unsent.entries()) {
    if (waits === null) continue;
    transport.unsent = waits;
    stalled.look(second * 1000);
    if (given.length > 0) return second;
  }
  return null;
}

test.each<[string, number[], number | null]>([
  ['takes nothing', [9, 9, 9, 9, 9, 9, 9], 5],
  ['takes nothing while more and more waits', [1, 2, 3, 4, 5, 6, 7], 5],
  ['takes nothing, after a good start', [9, 8, 7, 7, 7, 7, 7, 7], 7],
])('[RT33] a connection that %s is given up in time', (_, unsent, second) => {
  expect(givenUpAt(unsent)).toBe(second);
});

test.each<[string, (number | null)[]]>([
  ['takes a little now and then', [9, 9, 9, 8, 8, 8, 7, 7, 7, 6, 6, 6]],
  ['has taken all in between', [9, 9, 9, 9, 0, 9, 9, 9, 9]],
  ['nobody looked at for long', [9, 9, null, null, null, null, null, null, 9, 9]],
  ['has nothing to take', [0, 0, 0, 0, 0, 0, 0, 0]],
])('[RT33] one that %s is not', (_, unsent) => {
  expect(givenUpAt(unsent)).toBeNull();
});
