import { fromPglite, PgBoss, type ConstructorOptions } from 'pg-boss';
import { z } from 'zod';
import type { OpenJobs } from './jobs.ts';

/** Where jobs are kept: in the embedded database, or in PostgreSQL by its URL. */
export type JobsDatabase = { readonly pglite: Parameters<typeof fromPglite>[0] } | { readonly databaseUrl: string };

const imports = 'import';
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

/** A look that fails is made again with the next minute: it finds what is due, and is told nothing. */
const due = 'due';
const looks = { retryLimit: 0, expireInSeconds: 600, deleteAfterSeconds: 3600 };
const everyMinute = '* * * * *';

const optionsFor = (database: JobsDatabase): ConstructorOptions =>
  'pglite' in database
    ? { db: fromPglite(database.pglite), backend: 'pglite' }
    : { connectionString: database.databaseUrl, max: 2, application_name: 'genkan jobs' };

/** Jobs that outlive the process, on pg-boss. */
export const jobsKept =
  (database: JobsDatabase): OpenJobs =>
  async ({ workOff, lookAfter }, trouble) => {
    const boss = new PgBoss({ ...optionsFor(database), monitorIntervalSeconds: 15 });
    boss.on('error', trouble);
    await boss.start();
    await boss.createQueue(imports, kept);
    await boss.createQueue(due, looks);
    const here = new Map<string, PromiseWithResolvers<void>>();
    const worker = await boss.work(imports, { pollingIntervalSeconds: 2 }, async (jobs) => {
      for (const { data } of jobs) {
        const { id } = jobShape.parse(data);
        await workOff(id);
        here.get(id)?.resolve();
        here.delete(id);
      }
    });
    await boss.work(due, { pollingIntervalSeconds: 1 }, lookAfter);
    await boss.schedule(due, everyMinute);
    return {
      async submit(id) {
        here.set(id, Promise.withResolvers<void>());
        await boss.send(imports, { id });
        boss.notifyWorker(worker);
      },
      lookAt: async (time) => void (await boss.send(due, null, { startAfter: time })),
      idle: async () => void (await Promise.all([...here.values()].map(({ promise }) => promise))),
      stop: () => boss.stop({ graceful: true, timeout: 5000 }),
    };
  };
