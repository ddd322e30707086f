import { once } from 'node:events';
import { setTimeout as sleep } from 'node:timers/promises';
import { spawnScript, spawnServer, type SpawnedServer } from '../../support/server.ts';
import { houseOn, secret } from './open-house.ts';
import type { Nodes } from './house.ts';
import { databaseOfOwn, folderOfOwn, onServer } from './own-place.ts';

/** Ends the database's sessions of all nodes, whatever they are doing; how many there were. */
export const terminateBackends = (nodes: Nodes): Promise<number> =>
  onServer(async (client) => {
    const text = 'select pg_terminate_backend(pid) from pg_stat_activity where datname = $1';
    return (await client.query(text, [nodes.database])).rowCount ?? 0;
  });

type Options = {
  readonly count: number;
  readonly database?: 'postgres' | 'embedded';
  readonly env?: Record<string, string>;
  /** Where the processes find PostgreSQL, given where it is: for a line that a test can cut. */
  readonly through?: (databaseUrl: string) => string;
};

/** Starts a process and kills it so many milliseconds later; false when it served before that. */
async function killedInStartUp(env: Record<string, string>, after: number): Promise<boolean> {
  const child = spawnScript('main.ts', { PORT: '0', DEMO: 'false', ...env });
  const ended = once(child, 'exit');
  let served = false;
  child.stdout?.on('data', (chunk: Buffer) => (served ||= chunk.includes('"msg":"serving')));
  await sleep(after);
  child.kill('SIGKILL');
  await ended;
  return !served;
}

/**
 * Processes on one database. Until `launch` the house stands in this process, so that a world can be founded in it;
 * then it gives way to `count` processes of their own.
 */
export async function openNodes({ count, database = 'postgres', env = {}, through }: Options): Promise<Nodes> {
  const place = await (database === 'postgres' ? databaseOfOwn() : folderOfOwn());
  const whole = { LOG_LEVEL: 'error', SECRET_KEY: secret, ...place.env, ...env };
  const first = await houseOn({ ...whole, LOG_LEVEL: 'silent' });
  const running: (SpawnedServer | null)[] = [];
  const deaths: string[] = [];
  const { DATABASE_URL: direct } = place.env;
  const own = {
    ...whole,
    ...(through && direct !== undefined ? { DATABASE_URL: through(direct) } : {}),
    LOG_LEVEL: 'info',
  };
  let startUp = 0;
  const start = async (node: number): Promise<void> => {
    const begun = performance.now();
    const started = await spawnServer(own);
    startUp = performance.now() - begun;
    running[node] = started;
    started.process.once('exit', (code, signal) => {
      if (signal !== 'SIGKILL')
        deaths.push(`node ${node} ended with ${code ?? signal}: ${started.lines.slice(-5).join('').slice(-2000)}`);
    });
  };
  const kill = async (node: number): Promise<void> => {
    const child = running[node]?.process;
    if (!child || child.exitCode !== null || child.signalCode !== null) return;
    const ended = once(child, 'exit');
    child.kill('SIGKILL');
    await ended;
  };
  const signal = (node: number, name: NodeJS.Signals): void => void running[node]?.process.kill(name);
  let closed = false;
  const closeFirst = async (): Promise<void> => {
    if (!closed) await first.close();
    closed = true;
  };
  return {
    ...first,
    database: place.name,
    urls: () => (running.length === 0 ? first.urls() : running.flatMap((one) => (one ? [one.url] : []))),
    async launch() {
      await closeFirst();
      await Promise.all(Array.from({ length: count }, (_, node) => start(node)));
    },
    deaths,
    start,
    kill,
    killInStartUp: (after) => killedInStartUp(own, after),
    startUp: () => startUp,
    freeze: (node) => signal(node, 'SIGSTOP'),
    thaw: (node) => signal(node, 'SIGCONT'),
    async close() {
      await closeFirst();
      for (let node = 0; node < running.length; node += 1) await kill(node);
      await place.clear();
    },
  };
}
