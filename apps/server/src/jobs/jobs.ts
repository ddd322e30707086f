/** What is done in the background; each may begin again at any point, any number of times. */
export type Duties = {
  /** Works an import off. */
  readonly workOff: (id: string) => Promise<void>;
  /** Does what is due by now, in any portal. */
  readonly lookAfter: () => Promise<void>;
};
/** Sees to the duties, again after a crash until each is done. */
export interface Jobs {
  /** Once the file of an import is stored whole. */
  submit(id: string): Promise<void>;
  /** Something is due at that time: it is looked after then. One node looks each minute anyway, should a call be lost. */
  lookAt(time: Date): Promise<void>;
  /** Resolves when no submitted import waits or runs here. */
  idle(): Promise<void>;
  /** Resolves when nothing is under way; what was not done is done after the next start. */
  stop(): Promise<void>;
}
/** Opens the jobs around their duties. */
export type OpenJobs = (duties: Duties, trouble: (error: unknown) => void) => Promise<Jobs>;

/** No timer of Node's waits longer. */
const longestWait = 2 ** 31 - 1;

/** Jobs of a ground without a database: begun at once, forgotten with the process. */
export const jobsInProcess: OpenJobs = async ({ workOff, lookAfter }, trouble) => {
  const running = new Set<Promise<void>>();
  const waiting = new Set<NodeJS.Timeout>();
  const run = (duty: () => Promise<void>): void => {
    const job: Promise<void> = duty()
      .catch(trouble)
      .finally(() => running.delete(job));
    running.add(job);
  };
  const everyMinute = setInterval(() => run(lookAfter), 60_000).unref();
  /** A timer may ring before the clock says so, by the most it can wait or by a millisecond: then another is set. */
  const lookFrom = (time: number): void => {
    const wait = Math.min(Math.max(time - Date.now(), 0), longestWait);
    const timer = setTimeout(() => {
      waiting.delete(timer);
      if (Date.now() < time) lookFrom(time);
      else run(lookAfter);
    }, wait).unref();
    waiting.add(timer);
  };
  return {
    submit: async (id) => run(() => workOff(id)),
    lookAt: async (time) => lookFrom(time.getTime()),
    idle: async () => void (await Promise.all(running)),
    async stop() {
      clearInterval(everyMinute);
      for (const timer of waiting) clearTimeout(timer);
      await Promise.all(running);
    },
  };
};
