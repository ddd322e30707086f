import { randomInt } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { expect } from '@jest/globals';
import type { Nodes } from '../properties/rig/house.ts';
import { allEqual, mayBeThrownOut, type Hurt } from './hurt.ts';
import { expectNoHole, writeAll } from './writers.ts';

export const kills = Number(process.env['GENKAN_KILLS'] ?? 3);
/** At least so many each between commit and answer, and during start-up: 12 of 50, 1 of 3. */
const atLeast = Math.max(1, Math.floor(kills / 4));

/** Where kills fell, as told by what came after them. */
export type Fell = { answering: number; starting: number; elsewhere: number };
/** Waits for a commit and kills the process before it can answer, or tries to. */
type Aim = (nodes: Nodes) => Promise<void>;

/**
 * Kills the one process, again and again, while four writers insist. A kill fell between commit and answer when a command
 * without an answer turns out, on repeating it, to have had its effect; during start-up when the process did not serve.
 */
export async function killAgainAndAgain({ nodes, world, writers }: Hurt, aim: Aim): Promise<Fell> {
  const fell: Fell = { answering: 0, starting: 0, elsewhere: 0 };
  const sum = (): number => fell.answering + fell.starting + fell.elsewhere;
  while (sum() < kills || fell.answering < atLeast || fell.starting < atLeast) {
    if (sum() > 4 * kills) throw new Error(`The kills do not fall where they are meant to: ${JSON.stringify(fell)}`);
    mayBeThrownOut(world);
    const before = world.now.sequence;
    const writing = writeAll(world, writers, 60);
    if (fell.answering < kills / 3) await aim(nodes);
    else await sleep(randomInt(5, 150)).then(() => nodes.kill(0));
    if (fell.starting < kills / 3) {
      const early = await nodes.killInStartUp(nodes.startUp() * (0.3 + 0.6 * Math.random()));
      fell[early ? 'starting' : 'elsewhere'] += 1;
    }
    await nodes.start(0);
    const written = await writing;
    fell[written.some(({ replayed }) => replayed) ? 'answering' : 'elsewhere'] += 1;
    expectNoHole(written);
    expect(Math.min(...written.map(({ sequence }) => sequence))).toBe(before + 1);
    await allEqual(world);
  }
  return fell;
}

export function say(where: string, { answering, starting, elsewhere }: Fell): void {
  const all = answering + starting + elsewhere;
  const counts = `${answering} between commit and answer, ${starting} during start-up, ${elsewhere} elsewhere`;
  process.stdout.write(`${where}: ${all} kills, ${counts}\n`);
}
