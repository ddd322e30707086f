/** Something that is measured: a server process on one core and its load on the other. */
import type { ChildProcess } from 'node:child_process';
import { processorSeconds, startPinned, stop, clientCore, serverCore, freePort, type Cluster } from './processes.ts';
import type { Ask, Open, Rights, Window, WindowResult, RightsResult } from './load.ts';
import { dealCount, type Shape } from './workload.ts';

export type Measured = WindowResult & { serverSeconds: number; databaseSeconds: number };
export type Target = {
  name: string;
  server: ChildProcess;
  databasePid: number | null;
  window: (window: Omit<Window, 'kind'>) => Promise<Measured>;
  /** From sending a change of rights until the last socket shows or hides the field. */
  changeRights: (change: Omit<Rights, 'kind'>) => Promise<RightsResult>;
  close: () => Promise<void>;
};

const pidOf = (child: ChildProcess) => child.pid ?? 0;
const file = (name: string) => new URL(name, import.meta.url).pathname;

const answerOf = <T>(child: ChildProcess, ask: Ask): Promise<T> =>
  new Promise((resolve, reject) => {
    child.once('message', (message) => resolve(message as T));
    child.once('exit', () => reject(new Error('The load process ended.')));
    child.send(ask);
  });

/** Opens the sockets and returns windows to measure in; `databasePid` is counted beside the server. */
export async function load(
  name: string,
  server: ChildProcess,
  open: Omit<Open, 'kind'>,
  databasePid: number | null,
): Promise<Target> {
  const { child: client } = await startPinned(clientCore, file('./load.ts'), {});
  await answerOf(client, { kind: 'open', ...open });
  const used = () => ({
    server: processorSeconds(pidOf(server)),
    database: databasePid ? processorSeconds(databasePid) : 0,
  });
  return {
    name,
    server,
    databasePid,
    window: async (window) => {
      const before = used();
      const { result } = await answerOf<{ result: WindowResult }>(client, { kind: 'window', ...window });
      const after = used();
      return {
        ...result,
        serverSeconds: after.server - before.server,
        databaseSeconds: after.database - before.database,
      };
    },
    changeRights: (change) => answerOf<RightsResult>(client, { kind: 'rights', ...change }),
    close: async () => {
      const gone = new Promise((resolve) => client.once('exit', resolve));
      client.send({ kind: 'close' });
      await gone;
      await stop(server);
    },
  };
}

/** A reference program as a target; with a cluster it stores on it, and what PostgreSQL uses is counted beside it. */
export async function reference(
  program: 'rooms' | 'casl-per-socket',
  shape: Shape,
  sockets: number,
  settings: Record<string, string> = {},
  cluster: Cluster | null = null,
): Promise<Target> {
  const port = await freePort();
  const env = { ...settings, PORT: String(port), SHAPE: shape, ...(cluster ? { DATABASE_URL: cluster.url } : {}) };
  const { child: server } = await startPinned(serverCore, file(`./references/${program}.ts`), env);
  const deals = Array.from({ length: dealCount }, (_, n) => String(n));
  const url = `http://127.0.0.1:${port}`;
  const open = { target: 'rooms', url, shape, sockets, oneType: false, tokens: [], writerToken: '', deals } as const;
  return load(program, server, open, cluster?.pid ?? null);
}
