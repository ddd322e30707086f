import fc from 'fast-check';
import type { House } from './rig/house.ts';
import { openHouse, type Ground } from './rig/open-house.ts';
import { historyOf } from './rig/operations.ts';
import { postgresThere } from './rig/own-place.ts';
import { play, Tally } from './rig/play.ts';

/**
 * `npm run test:deep`: one history for each of so many further seeds, on both grounds. Ctrl-C stops it behind the histories
 * under way; GENKAN_FROM, which it prints, goes on from there. A failure is made smaller and printed with its seed:
 * `GENKAN_SEED=<seed> GENKAN_RUNS=1 npx jest test/properties/replica-equals-query` plays it again.
 */
const { GENKAN_FROM: from = '1', GENKAN_SEEDS: seeds = '5000', GENKAN_MINUTES: minutes = 'Infinity' } = process.env;
const [first, end] = [Number(from), Number(from) + Number(seeds)];
const until = Date.now() + Number(minutes) * 60_000;

const sideBySide = 3;
const tally = new Tally();
const underWay = new Set<number>();
let next = first;
let failures = 0;
let stopped = false;
process.once('SIGINT', () => (stopped = true));

const say = (text: string): void => void process.stdout.write(`${text}\n`);
const reached = (): number => Math.min(next, ...underWay);

async function playSeed(seed: number, grounds: ReadonlyMap<Ground, House>): Promise<void> {
  for (const [ground, house] of grounds) {
    const plays = fc.asyncProperty(historyOf, (operations) => play(house, operations, tally));
    const outcome = await fc.check(plays, { seed, numRuns: 1 });
    if (!outcome.failed) continue;
    failures += 1;
    say(`seed ${seed} ${ground}: ${fc.defaultReportMessage(outcome) ?? 'failed'}`);
  }
}

async function lane(grounds: ReadonlyMap<Ground, House>): Promise<void> {
  while (!stopped && next < end && Date.now() < until) {
    const seed = next;
    next += 1;
    underWay.add(seed);
    await playSeed(seed, grounds);
    underWay.delete(seed);
    if (seed % 20 === 0) say(`${tally.histories} histories, ${failures} failures; GENKAN_FROM=${reached()} goes on`);
  }
}

const grounds: Ground[] = ['on the embedded database'];
if (await postgresThere()) grounds.push('by two processes over PostgreSQL');
else say('No PostgreSQL answers (TEST_DATABASE_URL): on the embedded database alone.');
const houses = new Map<Ground, House>();
for (const ground of grounds) houses.set(ground, await openHouse(ground));
await Promise.all(Array.from({ length: sideBySide }, () => lane(houses)));
say(`${tally.histories} histories, ${failures} failures; GENKAN_FROM=${reached()} goes on`);
for (const house of houses.values()) await house.close();
process.exitCode = failures === 0 ? 0 : 1;
