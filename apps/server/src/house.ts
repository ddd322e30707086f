import { randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import type { CommandRequest } from '@genkan/actor/answer';
import { Directory } from '@genkan/actor/directory';
import type { CredentialStore } from '@genkan/identity/credential-store';
import { KeyRing } from '@genkan/identity/key-ring';
import { sessionLife } from '@genkan/identity/refresh-token';
import { deriveKey } from '@genkan/identity/secret-box';
import { SignIn, type Members } from '@genkan/identity/sign-in';
import type { Verdict } from '@genkan/log/verify-chain';
import type { Entry, Hints, PortalLog } from '@genkan/log/portal-log';
import type { Words } from '@genkan/log/words';
import { Tails } from '@genkan/log/tails';
import type { Attempts } from './admission/attempts.ts';
import type { Config } from './configuration/config.ts';
import { Limits, type Limit } from './admission/limits.ts';
import { EndedSessions } from './admission/ended-sessions.ts';
import { Deliveries } from './deliveries/deliveries.ts';
import { applyDueDrafts, scheduledTimes } from './drafts/due-drafts.ts';
import { Unfinished } from './operating/unfinished.ts';
import type { DeliveryStore } from './deliveries/delivery-store.ts';
import type { ImportStore } from './imports/import-store.ts';
import { emptyOldReceipts } from './jobs/empty-receipts.ts';
import type { Jobs, OpenJobs } from './jobs/jobs.ts';
import { workOff } from './imports/work-off.ts';
import { ExposureWatch } from './exposure/exposure-watch.ts';
import { markAllOverdue } from './privacy/overdue.ts';
import { Readiness } from './operating/readiness.ts';
import { secretOf } from './configuration/secret.ts';
import { membersOf } from './admission/members.ts';
import { Metrics } from './operating/metrics.ts';
import { Origins } from './admission/origins.ts';
import { Portals } from './portals.ts';
import { messageBytes, subscriptionsPerSocket } from './socket/socket-limits.ts';
import type { Trace } from './operating/trace.ts';
import { sparingly } from './operating/sparingly.ts';

/** What a house stands on: opened before it, closed after it. */
export type Ground = {
  readonly log: PortalLog;
  readonly hints: Hints;
  /** What nodes tell each other beside the log: who is where. */
  readonly words: Words;
  readonly credentials: CredentialStore;
  readonly imports: ImportStore;
  readonly deliveries: DeliveryStore;
  readonly attempts: Attempts;
  readonly openJobs: OpenJobs;
  /** One sentence for the start-up line: what an acknowledged change survives. */
  readonly promise: string;
  readonly isEmpty: () => Promise<boolean>;
  /** Whether a portal's log is what was committed. */
  readonly verify: (portal: string) => Promise<Verdict>;
  /** Throws when the tables are no longer those this version knows. */
  readonly checkTables: () => Promise<void>;
  /** No other process can be on it: what was under way when the last one ended waits for this one. */
  readonly alone: boolean;
  readonly close: () => Promise<void>;
};

/** The parts of one node, put together once. Nest's doors stand around it; nothing in here knows a framework. */
export type House = {
  readonly config: Config;
  readonly trace: Trace;
  readonly log: PortalLog;
  readonly directory: Directory;
  readonly portals: Portals;
  readonly signIn: SignIn;
  readonly members: Members;
  readonly ended: EndedSessions;
  readonly imports: ImportStore;
  /** Who was sent what (P13). */
  readonly deliveries: Pick<Deliveries, 'whoReceived' | 'sessionsAt' | 'sessionsNow'>;
  readonly jobs: Jobs;
  readonly limits: Limits;
  readonly limit: Limit;
  readonly origins: Origins;
  /** Seals page cursors. */
  readonly pageKey: Buffer;
  readonly readiness: Readiness;
  readonly metrics: Metrics;
  /** Answers everything that waits, then lets go of everything. */
  readonly close: () => Promise<void>;
};

export type HouseOptions = { readonly limit?: Limit };

type Live = Pick<House, 'portals' | 'directory' | 'deliveries'> & { readonly stop: () => Promise<void> };

/** Hears of the entries this node has just committed. */
type Committed = (portal: string, entries: readonly Entry[]) => void;

type Told = {
  readonly cursorSecret: Buffer;
  readonly presenceSecret: Buffer;
  readonly limit: Limit;
  readonly mostReplicated: number;
  readonly stalledMs: number;
  readonly metrics: Metrics;
  readonly committed: Committed;
};

/** What moves: the log's tails, who hears of it, and the actors that write it. */
function openLive(
  { log, hints, words, deliveries: store, alone }: Ground,
  { limit, metrics, committed, ...told }: Told,
  trace: Trace,
): Live {
  const trouble = sparingly((error, count) => trace.error('log-unreadable', { error, count }));
  const tails = new Tails({ log, hints, trouble });
  const { commandsPerSecond } = limit;
  const limits = { messageBytes, commandsPerSecond, subscriptions: subscriptionsPerSocket };
  const deliveries: Deliveries = new Deliveries({
    store,
    alone,
    heads: () => portals.all.map(({ tail }) => ({ portal: tail.portal, sequence: tail.at })),
    trouble: sparingly((error, count) => trace.error('deliveries-unwritten', { error, count })),
  });
  const portals = new Portals({ log, tails, words, limits, rows: deliveries, trace, ...told });
  const directory = new Directory({
    log,
    hints,
    clock: () => Date.now(),
    elapsed: () => performance.now(),
    newId: randomUUID,
    chance: Math.random,
    sleep: (milliseconds) => sleep(milliseconds),
    soon: setImmediate,
    onCommitted(portal, entries) {
      portals.offer(portal, entries);
      committed(portal, entries);
    },
    onStored: ({ commands, duration }) => metrics.turn(commands, duration),
    onTrouble: ({ portal, command, error }) =>
      trace.error('turn-failed', { portal, ...(command === null ? {} : { command }), error }),
  });
  const unfinished = new Unfinished(() => portals.all.map(({ tail }) => tail.settings), directory, alone);
  const sweep = setInterval(() => directory.sweep(), 60_000).unref();
  const stop = async (): Promise<void> => {
    clearInterval(sweep);
    unfinished.stop();
    await directory.drain();
    await portals.close();
    await deliveries.stop();
    await tails.close();
  };
  return { portals, directory, deliveries, stop };
}

type Doorkeeper = Pick<House, 'signIn' | 'members' | 'ended'> & { readonly stop: () => Promise<void> };

/** Who comes in: passwords and sessions, with the ended ones known on every node. */
function openIdentity({ log, credentials }: Ground, signingSecret: Buffer, trace: Trace): Doorkeeper {
  const trouble = sparingly((error, count) => trace.error('sessions-unreadable', { error, count }));
  const members = membersOf(log);
  const signIn = new SignIn(credentials, new KeyRing(credentials, signingSecret, Date.now), members, Date.now);
  const ended = new EndedSessions((moment) => signIn.endedSince(moment), trouble);
  const forget = setInterval(() => void credentials.forgetSessions(Date.now() - sessionLife).catch(trouble), 3600_000);
  forget.unref();
  const stop = async (): Promise<void> => {
    clearInterval(forget);
    await ended.stop();
  };
  return { signIn, members, ended, stop };
}

type Background = { readonly jobs: Jobs; readonly committed: Committed; readonly stop: () => Promise<void> };

/** What is done in the background; on a ground of its own this process goes on with what the last one left. */
async function openWork(
  { imports, log, openJobs, alone }: Ground,
  directory: Directory,
  trace: Trace,
): Promise<Background> {
  const execute = (request: CommandRequest) => directory.execute(request);
  const trouble = sparingly((error, count) => trace.error('due-undone', { error, count }));
  const lookAfter = async (): Promise<void> => {
    const now = new Date().toISOString();
    await applyDueDrafts({ log, execute }, now).catch(trouble);
    await markAllOverdue({ log, execute }, now).catch(trouble);
    await emptyOldReceipts(log, now).catch(trouble);
  };
  const workOffOne = (id: string) => workOff({ store: imports, log, execute }, id);
  const jobs = await openJobs({ workOff: workOffOne, lookAfter }, (error) => trace.error('import-failed', { error }));
  if (alone) for (const id of await imports.running()) await jobs.submit(id);
  await jobs.lookAt(new Date());
  const exposure = new ExposureWatch({ log, execute, trouble });
  const committed: Committed = (portal, entries) => {
    exposure.committed(portal, entries);
    for (const time of scheduledTimes(entries)) jobs.lookAt(time).catch(trouble);
  };
  const stop = async (): Promise<void> => {
    await exposure.stop();
    await jobs.stop();
  };
  return { jobs, committed, stop };
}

export async function openHouse(
  config: Config,
  ground: Ground,
  trace: Trace,
  { limit = limitOf(config) }: HouseOptions = {},
): Promise<House> {
  const secret = await secretOf(config);
  const metrics = new Metrics();
  const work = Promise.withResolvers<Background>();
  const live = openLive(
    ground,
    {
      cursorSecret: deriveKey(secret, 'cursors'),
      presenceSecret: deriveKey(secret, 'presence'),
      limit,
      mostReplicated: config.REPLICATED_RECORDS,
      stalledMs: config.STALLED_SECONDS * 1000,
      metrics,
      committed: (portal, entries) => void work.promise.then(({ committed }) => committed(portal, entries)),
    },
    trace,
  );
  const identity = openIdentity(ground, deriveKey(secret, 'signing'), trace);
  const background = await openWork(ground, live.directory, trace);
  work.resolve(background);
  return {
    config,
    trace,
    log: ground.log,
    directory: live.directory,
    portals: live.portals,
    signIn: identity.signIn,
    members: identity.members,
    ended: identity.ended,
    imports: ground.imports,
    deliveries: live.deliveries,
    jobs: background.jobs,
    limit,
    limits: new Limits(limit, ground.attempts),
    origins: new Origins([...(config.PUBLIC_URL ? [config.PUBLIC_URL] : []), ...(config.ALLOWED_ORIGINS ?? [])]),
    pageKey: deriveKey(secret, 'pages'),
    readiness: new Readiness({
      log: ground.log,
      tails: () => live.portals.all.map(({ tail }) => tail),
      checkTables: ground.checkTables,
      trace,
    }),
    metrics,
    async close() {
      await background.stop();
      await live.stop();
      await identity.stop();
      await ground.hints.close();
      await ground.close();
    },
  };
}

const limitOf = ({ COMMANDS_PER_SECOND, SIGN_INS_PER_ACCOUNT, SIGN_INS_PER_ADDRESS }: Config): Limit => ({
  commandsPerSecond: COMMANDS_PER_SECOND,
  signInsPerAccount: SIGN_INS_PER_ACCOUNT,
  signInsPerAddress: SIGN_INS_PER_ADDRESS,
});
