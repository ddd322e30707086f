import { fromPglite, PgBoss, type ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import type { OpenJobs } from './jobs.ts';

/** Where jobs are kept: in the embedded database, or in PostgreSQL by its URL. */
export type JobsDatabase = { readonly pglite: Parameters<typeof fromPglite>[0] } | { readonly databaseUrl: string };

const queue = 'import';
/** A job whose process died is noticed by its missing heartbeat and begun again by any node; it repeats itself without effect. */
const kept = {
  retryLimit: 50,
  retryDelay: 1,
  retryBackoff: true,
  retryDelayMax: 60,
  heartbeatSeconds: 30,
  expireInSeconds: 86_000,
};
const jobShape = z.object({ id: z.string() });

const optionsFor = (database: JobsDatabase): ConstructorOptions =>
  'pglite' in database
    ? { db: fromPglite(database.pglite), backend: 'pglite' }
    : { connectionString: database.databaseUrl, max: 2, application_name: 'genkan jobs' };

/** Jobs that outlive the process, on pg-boss. */
export const jobsKept =
  (database: JobsDatabase): OpenJobs =>
  async (work, trouble) => {
    const boss = new PgBoss({ ...optionsFor(database), monitorIntervalSeconds: 15 });
    boss.on('error', trouble);
    await boss.start();
    await boss.createQueue(queue, kept);
    const here = new Map<string, PromiseWithResolvers<void>>();
    const worker = await boss.work(queue, { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) {
        const { id } = jobShape.parse(data);
        await work(id);
        here.get(id)?.resolve();
        here.delete(id);
      }
    });
    return {
      async submit(id) {
        here.set(id, Promise.withResolvers<void>());
        await boss.send(queue, { id });
        boss.notifyWorker(worker);
      },
      idle: async () => void (await Promise.all([...here.values()].map(({ promise }) => promise))),
      stop: () => boss.stop({ graceful: true, timeout: 5000 }),
    };
  };
