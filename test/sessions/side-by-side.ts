import { inLanes } from '../support/in-lanes.ts';
import type { Ground } from './ground.ts';
import { Play, type Seating } from './play.ts';
import { session } from './steps.ts';

/** A failure prints seed and path; it is played again as far as the network lets. */
const { GENKAN_SESSIONS = '100' } = process.env;
const all = Number(GENKAN_SESSIONS);
/** Of all sessions so many are played in a browser. */
export const shares = { node: Math.ceil(all * 0.8), browser: Math.floor(all * 0.2) };

/** Sessions that are played at the same time, each on a portal of its own: while one waits, another goes on. */
export const sideBySide = (lanes: number, runs: number, seating: Seating, ground: Ground): Promise<void> =>
  inLanes(session, (each) => Play.run(ground, seating, each), { lanes, runs });
