import { jest, test } from '@jest/globals';
import fc from 'fast-check';
import { anyWorld } from '@genkan/access/test/arbitraries';
import { anyHistory, play } from './test/play.ts';

jest.setTimeout(60_000);

test('[RT1] whatever happens, each client holds the permitted query whenever a token vouches for it', async () => {
  await fc.assert(
    fc.asyncProperty(anyWorld, anyHistory, (world, history) => play(world, history, {})),
    { numRuns: 120 },
  );
});

test('[RT1] the same when every message holds one record and the node remembers next to nothing', async () => {
  const staging = { sizes: { frame: 1, page: 1 }, ring: 3 };
  await fc.assert(
    fc.asyncProperty(anyWorld, anyHistory, (world, history) => play(world, history, staging)),
    { numRuns: 120 },
  );
});

test('[RT1] the same when every read of the log is slow', async () => {
  const staging = { sizes: { frame: 300, page: 300 }, ring: 20 };
  await fc.assert(
    fc.asyncProperty(anyWorld, anyHistory, (world, history) => play(world, history, staging, { slow: true })),
    { numRuns: 120 },
  );
});

test('[RT1] the same when every message has to wait for the one before, and much happens meanwhile', async () => {
  const staging = { sizes: { frame: 1, page: 1 }, lazy: true };
  await fc.assert(
    fc.asyncProperty(anyWorld, anyHistory, (world, history) => play(world, history, staging, { slow: true })),
    { numRuns: 400 },
  );
});
