/** Chance that repeats: the same seed throws the same numbers, so that every demo is the same demo. */
export type Dice = {
  /** From 0 to below 1. */
  readonly next: () => number;
  /** A whole number from `least` to `most`, both included. */
  readonly between: (least: number, most: number) => number;
  readonly chance: (probability: number) => boolean;
  readonly pick: <T>(from: readonly [T, ...T[]]) => T;
};

/** Mulberry32: 32 bits of state, good enough to draw names and amounts. Never for secrets. */
export function diceFrom(seed: number): Dice {
  let state = seed >>> 0;
  const next = (): number => {
    state = (state + 0x6d2b79f5) >>> 0;
    let mixed = Math.imul(state ^ (state >>> 15), state | 1);
    mixed ^= mixed + Math.imul(mixed ^ (mixed >>> 7), mixed | 61);
    return ((mixed ^ (mixed >>> 14)) >>> 0) / 2 ** 32;
  };
  return {
    next,
    between: (least, most) => least + Math.floor(next() * (most - least + 1)),
    chance: (probability) => next() < probability,
    pick: (from) => from[Math.floor(next() * from.length)] ?? from[0],
  };
}

/** Runs through all of them, then begins again. */
export const inTurn = <T>(from: readonly [T, ...T[]], at: number): T => from[at % from.length] ?? from[0];

const day = 86_400_000;

/** The day the demo is told on: dates lie around it, so that a demo is the same whenever it is founded. */
export const demoDay = '2026-11-02';

/** A date so many days after (or before) the demo's day, `YYYY-MM-DD`. */
export const dateAt = (days: number): string => new Date(Date.parse(demoDay) + days * day).toISOString().slice(0, 10);
