/** Works imports off, again after a crash until each is done. */
export interface Jobs {
  /** Once the file is stored whole. */
  submit(id: string): Promise<void>;
  /** Resolves when no submitted job waits or runs here. */
  idle(): Promise<void>;
  /** Resolves when nothing is under way; what was not done is done after the next start. */
  stop(): Promise<void>;
}
/** Opens the jobs around what one of them does. */
export type OpenJobs = (work: (id: string) => Promise<void>, trouble: (error: unknown) => void) => Promise<Jobs>;

/** Jobs of a ground without a database: begun at once, forgotten with the process. */
export const jobsInProcess: OpenJobs = async (work, trouble) => {
  const running = new Set<Promise<void>>();
  return {
    async submit(id) {
      const job = work(id)
        .catch(trouble)
        .finally(() => running.delete(job));
      running.add(job);
    },
    idle: async () => void (await Promise.all(running)),
    stop: async () => void (await Promise.all(running)),
  };
};
