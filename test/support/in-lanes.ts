import fc from 'fast-check';

/** How a property is played: `lanes` side by side, `runs` in all of them together. */
type Playing = {
  readonly lanes: number;
  readonly runs: number;
  /** Milliseconds for which a failure is made smaller. */
  readonly shrinking?: number;
};

type Replay = { readonly seed?: number; readonly path?: string };

/** What a failure printed: `GENKAN_SEED` alone draws the same values in every lane again, with `GENKAN_PATH` the one that failed. */
function replay(lane: number): Replay {
  const { GENKAN_SEED: seed, GENKAN_PATH: path } = process.env;
  return { ...(seed ? { seed: Number(seed) + lane } : {}), ...(path ? { path } : {}) };
}

/**
 * Plays a property whose runs wait more than they compute in several lanes at once. The first lane with a failure speaks:
 * the others stop, and it makes its failure smaller for two minutes, because what fails by a race may keep failing for hours.
 */
export async function inLanes<T>(
  values: fc.Arbitrary<T>,
  play: (value: T) => Promise<void>,
  { lanes, runs, shrinking = 120_000 }: Playing,
): Promise<void> {
  let failed: { readonly lane: number; readonly at: number } | null = null;
  const over = (lane: number): boolean =>
    failed !== null && (failed.lane !== lane || Date.now() - failed.at > shrinking);
  const property = (lane: number) =>
    fc.asyncProperty(values, async (value) => {
      if (over(lane)) return;
      try {
        await play(value);
      } catch (error) {
        failed ??= { lane, at: Date.now() };
        if (failed.lane === lane) throw error;
      }
    });
  const open = process.env['GENKAN_PATH'] ? 1 : lanes;
  const ended = await Promise.allSettled(
    Array.from({ length: open }, (_, lane) =>
      fc.assert(property(lane), { numRuns: Math.ceil(runs / open), ...replay(lane) }),
    ),
  );
  const broken = ended.find((one) => one.status === 'rejected');
  if (broken) throw broken.reason;
}
