/** Time and chance, handed in so that tests decide them. */
export type Clock = {
  /** ms since 1970. */
  now(): number;
  /** Calls once after `ms`; the answer calls it off. */
  after(ms: number, act: () => void): () => void;
  /** At least 0, less than 1. */
  random(): number;
};

export const systemClock: Clock = {
  now: () => Date.now(),
  after: (ms, act) => {
    const timer = setTimeout(act, ms);
    return () => clearTimeout(timer);
  },
  random: () => Math.random(),
};
