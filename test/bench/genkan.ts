/** Ours as a target: the built server on the bench's PostgreSQL, everything on. */
import { randomUUID } from 'node:crypto';
import { serverCore, startPinned, type Cluster } from './processes.ts';
import type { RightsResult } from './load.ts';
import { load, type Target } from './target.ts';
import type { Shape } from './workload.ts';

type Filled = {
  url: string;
  deals: string[];
  tokens: string[];
  writerToken: string;
  userType: string;
  tabs: { wide: object; narrow: object };
};
export type Genkan = Target & {
  /** Hides or shows the amount for the first user type, until the last of its sockets shows it. */
  turnAmount: (shown: boolean) => Promise<RightsResult>;
};

export async function genkan(
  shape: Shape,
  sockets: number,
  cluster: Cluster,
  { oneType = false } = {},
): Promise<Genkan> {
  const env = {
    DATABASE_URL: cluster.createDatabase(`bench_${randomUUID().slice(0, 8)}`),
    SHAPE: shape,
    SOCKETS: String(sockets),
    ONE_TYPE: oneType ? 'yes' : 'no',
  };
  const { child, told } = await startPinned<Filled>(
    serverCore,
    new URL('./genkan-server.ts', import.meta.url).pathname,
    env,
  );
  const { url, deals, tokens, writerToken, userType, tabs } = told;
  const target = await load(
    'genkan',
    child,
    { target: 'genkan', url, shape, sockets, oneType, tokens, writerToken, deals },
    cluster.pid,
  );
  return {
    ...target,
    turnAmount: (shown) =>
      target.changeRights({ input: { userType, tabs: shown ? tabs.wide : tabs.narrow }, field: 'Amount', shown }),
  };
}
