/** Milliseconds to wait before trying again for the nth time: doubling, at most two seconds. */
export const backOff = (failures: number): number => Math.min(2000, 25 * 2 ** Math.min(failures, 10));

/** A wait that another may cut short. It holds no process open. */
export class Pause {
  #wake: (() => void) | null = null;

  wait(ms: number): Promise<void> {
    return new Promise((resolve) => {
      const timer = setTimeout(resolve, ms).unref();
      this.#wake = () => {
        clearTimeout(timer);
        resolve();
      };
    });
  }

  end(): void {
    this.#wake?.();
    this.#wake = null;
  }
}
