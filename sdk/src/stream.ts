/** A loop over what is pushed, without loss while the loop's body runs. Leaving the loop detaches it. */
export async function* stream<T>(
  attach: (push: (item: T) => void, end: () => void) => () => void,
): AsyncGenerator<T, void> {
  const waiting: T[] = [];
  let ended = false;
  let wake = (): void => {};
  const detach = attach(
    (item) => {
      waiting.push(item);
      wake();
    },
    () => {
      ended = true;
      wake();
    },
  );
  try {
    for (;;) {
      yield* waiting.splice(0);
      if (waiting.length > 0) continue;
      if (ended) return;
      await new Promise<void>((resolve) => (wake = resolve));
    }
  } finally {
    detach();
  }
}
