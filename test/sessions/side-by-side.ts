import fc from 'fast-check';
import type { Ground } from './ground.ts';
import { Play, type Seating } from './play.ts';
import { session } from './steps.ts';

/** A failure prints seed and path: GENKAN_SEED and GENKAN_PATH play that very session again, as far as the network lets. */
const { GENKAN_SESSIONS = '100', GENKAN_SEED: seed, GENKAN_PATH: path } = process.env;
const again = { ...(seed ? { seed: Number(seed) } : {}), ...(path ? { path } : {}) };
const all = Number(GENKAN_SESSIONS);
/** Of all sessions so many are played in a browser. */
export const shares = { node: Math.ceil(all * 0.8), browser: Math.floor(all * 0.2) };

/** Sessions that are played at the same time, each on a portal of its own: while one waits, another goes on. */
export async function sideBySide(lanes: number, many: number, seating: Seating, ground: Ground): Promise<void> {
  const plays = fc.asyncProperty(session, (each) => Play.run(ground, seating, each));
  const lane = () => fc.assert(plays, { numRuns: Math.ceil(many / lanes), ...again });
  const ended = await Promise.allSettled(Array.from({ length: seed ? 1 : lanes }, lane));
  const failed = ended.find((one) => one.status === 'rejected');
  if (failed) throw failed.reason;
}
