import { once } from 'node:events';
import { spawnServer, type SpawnedServer } from '../../support/server.ts';
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
};

/**
 * Processes on one database. Until `launch` the house stands in this process, so that a world can be founded in it;
 * then it gives way to `count` processes of their own.
 */
export async function openNodes({ count, database = 'postgres', env = {} }: Options): Promise<Nodes> {
  const place = await (database === 'postgres' ? databaseOfOwn() : folderOfOwn());
  const whole = { LOG_LEVEL: 'error', SECRET_KEY: secret, ...place.env, ...env };
  const first = await houseOn({ ...whole, LOG_LEVEL: 'silent' });
  const running: (SpawnedServer | null)[] = [];
  const deaths: string[] = [];
  const start = async (node: number): Promise<void> => {
    const started = await spawnServer({ ...whole, LOG_LEVEL: 'info' });
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
      for (let node = 0; node < count; node += 1) await start(node);
    },
    deaths,
    start,
    kill,
    freeze: (node) => signal(node, 'SIGSTOP'),
    thaw: (node) => signal(node, 'SIGCONT'),
    async close() {
      await closeFirst();
      for (let node = 0; node < running.length; node += 1) await kill(node);
      await place.clear();
    },
  };
}
