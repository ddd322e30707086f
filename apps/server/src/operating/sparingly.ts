/**
 * Tells the first of a row of troubles at once, and of those that follow within `every` milliseconds only how many there
 * were, with the next one told: an outage is a few lines of the program log, not a flood.
 */
export function sparingly(
  tell: (error: unknown, count: number) => void,
  every = 10_000,
  clock: () => number = () => performance.now(),
): (error: unknown) => void {
  let told = -Infinity;
  let count = 0;
  return (error) => {
    count += 1;
    if (clock() - told < every) return;
    told = clock();
    tell(error, count);
    count = 0;
  };
}
