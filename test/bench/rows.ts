/** The rows of BENCH that are measured, each beside its reference in the same run, in turn. */
import type { Measured, Target } from './target.ts';
import { reference } from './target.ts';
import { genkan, type Genkan } from './genkan.ts';
import { pgbench, startCluster, type Cluster } from './processes.ts';
import { median, type Row } from './table.ts';

export type RowMaker = { id: string; run: () => Promise<Row[]> };

const windows = 3;
const wrongIn = (all: readonly Measured[]) => all.reduce((sum, one) => sum + one.wrong + Math.abs(one.missing), 0);
const perMillion = (one: Measured, withDatabase: boolean) =>
  ((one.serverSeconds + (withDatabase ? one.databaseSeconds : 0)) / one.deliveries) * 1e6;

/** Ours and the reference in turn, A B A B, after a warm-up of each. */
async function inTurn(ours: Target, theirs: Target, ask: Parameters<Target['window']>[0]) {
  const measured: { ours: Measured[]; theirs: Measured[] } = { ours: [], theirs: [] };
  await ours.window({ ...ask, seconds: 1.5 });
  await theirs.window({ ...ask, seconds: 1.5 });
  for (let n = 0; n < windows; n++) {
    measured.ours.push(await ours.window(ask));
    measured.theirs.push(await theirs.window(ask));
  }
  return measured;
}

async function withCluster<T>(work: (cluster: Cluster) => Promise<T>): Promise<T> {
  const cluster = await startCluster();
  try {
    return await work(cluster);
  } finally {
    cluster.stop();
  }
}

async function withTargets<T>(ours: Genkan, theirs: Target, work: () => Promise<T>): Promise<T> {
  try {
    return await work();
  } finally {
    await ours.close();
    await theirs.close();
  }
}

const broadcast = (sockets: number): RowMaker => ({
  id: `F1-${sockets}`,
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('A', sockets, cluster);
      const theirs = await reference('rooms', 'A', sockets);
      return withTargets(ours, theirs, async () => {
        const rows: Row[] = [];
        for (const { id, inFlight, goal, beyond } of [
          { id: `F1-${sockets}`, inFlight: 1, goal: sockets > 1000 ? 0.9 : 1, beyond: 1.3 },
          { id: 'F2-8', inFlight: 8, goal: 3, beyond: 6 },
          { id: 'F2-32', inFlight: 32, goal: 8, beyond: 14 },
        ]) {
          const { ours: a, theirs: b } = await inTurn(ours, theirs, { seconds: 3, inFlight });
          const our = 1e6 / median(a.map((one) => perMillion(one, false)));
          const their = 1e6 / median(b.map((one) => perMillion(one, false)));
          rows.push({
            id,
            name: `A, N = ${sockets}, ${inFlight} in flight: deliveries per server CPU-second`,
            ours: our,
            reference: their,
            referenceName: 'Socket.IO, a room per user type',
            ratio: our / their,
            goal: `>= ${goal} x`,
            beyond: `>= ${beyond} x`,
            reached: our / their >= goal && wrongIn(a) + wrongIn(b) === 0,
            unit: 'deliveries/CPU-s',
            wrong: wrongIn(a) + wrongIn(b),
          });
        }
        return rows;
      });
    }),
});

const scoped = (sockets: number): RowMaker => ({
  id: `F3-${sockets}`,
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('B', sockets, cluster);
      const theirs = await reference('casl-per-socket', 'B', sockets);
      return withTargets(ours, theirs, async () => {
        const rows: Row[] = [];
        for (const inFlight of [8, 32]) {
          const { ours: a, theirs: b } = await inTurn(ours, theirs, { seconds: 3, inFlight });
          const our = median(a.map((one) => perMillion(one, true)));
          const their = median(b.map((one) => perMillion(one, true)));
          const wrong = wrongIn(a) + wrongIn(b);
          rows.push({
            id: inFlight === 8 ? `F3-${sockets}` : `F3-${sockets}-${inFlight}`,
            name: `B, N = ${sockets}, ${inFlight} in flight: server + PostgreSQL CPU per delivery`,
            ours: our,
            reference: their,
            referenceName: 'CASL per socket, not durable',
            ratio: our / their,
            goal: '<= 0.15 x',
            beyond: '<= 0.06 x',
            reached: our / their <= 0.15 && wrong === 0,
            unit: 'CPU-s/million',
            wrong,
          });
        }
        return rows;
      });
    }),
});

/** Updates of a hidden field only: what 1,000 sockets add to the cost of a command. */
const hidden: RowMaker = {
  id: 'F5',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('A', 1000, cluster);
      const alone = await genkan('A', 0, cluster);
      return withTargets(ours, alone, async () => {
        const { ours: a, theirs: b } = await inTurn(ours, alone, { seconds: 3, inFlight: 8, hidden: true });
        const cost = (one: Measured) => (one.serverSeconds / one.updates) * 1e6;
        const [our, their] = [median(a.map(cost)), median(b.map(cost))];
        const wrong = wrongIn(a) + wrongIn(b);
        return [
          {
            id: 'F5',
            name: 'updates of a hidden field, N = 1,000: server CPU per update',
            ours: our,
            reference: their,
            referenceName: 'ours with 0 sockets',
            ratio: our / their,
            goal: '<= 1.1 x',
            beyond: '<= 1.02 x',
            reached: our / their <= 1.1 && wrong === 0,
            unit: 'us',
            wrong,
          },
        ];
      });
    }),
};

const commands: RowMaker = {
  id: 'C1',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('A', 0, cluster);
      try {
        const best = { ours: [] as Measured[], theirs: [] as number[] };
        await ours.window({ seconds: 2, inFlight: 128, hidden: true });
        for (let n = 0; n < windows; n++) {
          best.ours.push(await ours.window({ seconds: 4, inFlight: 128, hidden: true }));
          best.theirs.push((await pgbench(cluster, 3)).transactionsPerSecond);
        }
        const our = median(best.ours.map((one) => one.updates / one.seconds));
        const their = median(best.theirs);
        const wrong = wrongIn(best.ours);
        return [
          {
            id: 'C1',
            name: 'durable permitted commands/s, one portal, socket in to ack out',
            ours: our,
            reference: their,
            referenceName: 'pgbench, best of 1, 8, 32',
            ratio: our / their,
            goal: '>= 1.0 x',
            beyond: '>= 3 x',
            reached: our / their >= 1 && wrong === 0,
            unit: 'commands/s',
            wrong,
          },
        ];
      } finally {
        await ours.close();
      }
    }),
};

/** 200 sockets in B: each update reaches two. */
const perUpdate: RowMaker = {
  id: 'C2',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('B', 200, cluster);
      const theirs = await reference('rooms', 'B', 200, cluster.url, cluster.pid);
      return withTargets(ours, theirs, async () => {
        const { ours: a, theirs: b } = await inTurn(ours, theirs, { seconds: 3, inFlight: 32 });
        const cost = (one: Measured) => ((one.serverSeconds + one.databaseSeconds) / one.updates) * 1e6;
        const [our, their] = [median(a.map(cost)), median(b.map(cost))];
        const wrong = wrongIn(a) + wrongIn(b);
        return [
          {
            id: 'C2',
            name: 'server + PostgreSQL CPU per durable update with 2 deliveries',
            ours: our,
            reference: their,
            referenceName: 'rooms + a transaction per update',
            ratio: our / their,
            goal: '<= 0.5 x',
            beyond: '<= 0.2 x',
            reached: our / their <= 0.5 && wrong === 0,
            unit: 'us',
            wrong,
          },
        ];
      });
    }),
};

const latency: RowMaker = {
  id: 'L1',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('B', 1000, cluster);
      const theirs = await reference('rooms', 'B', 1000, cluster.url, cluster.pid);
      const rows = await withTargets(ours, theirs, async () => {
        const { ours: a, theirs: b } = await inTurn(ours, theirs, { seconds: 4, inFlight: 0, perSecond: 200 });
        const wrong = wrongIn(a) + wrongIn(b);
        return (['p50', 'p99'] as const).map((which, n): Row => {
          const [our, their] = [median(a.map((one) => one[which])), median(b.map((one) => one[which]))];
          const goal = n === 0 ? 1.3 : 1.5;
          return {
            id: `L1-B-${which}`,
            name: `B, 200 updates/s, N = 1,000: sent -> received ${which}`,
            ours: our,
            reference: their,
            referenceName: 'rooms + a transaction per update',
            ratio: our / their,
            goal: `<= ${goal} x`,
            beyond: '<= 1.0 x',
            reached: our / their <= goal && wrong === 0,
            unit: 'ms',
            wrong,
          };
        });
      });
      const wide = await genkan('A', 1000, cluster);
      try {
        await wide.window({ seconds: 2, inFlight: 0, perSecond: 200 });
        const all = [];
        for (let n = 0; n < windows; n++) all.push(await wide.window({ seconds: 4, inFlight: 0, perSecond: 200 }));
        const our = median(all.map((one) => one.p50));
        const wrong = wrongIn(all);
        rows.push({
          id: 'L1-A-p50',
          name: 'A at 200 updates/s (200,000 deliveries/s): sent -> received p50',
          ours: our,
          reference: null,
          referenceName: '-',
          ratio: null,
          goal: '<= 40 ms',
          beyond: '<= 15 ms',
          reached: our <= 40 && wrong === 0,
          unit: 'ms',
          wrong,
        });
      } finally {
        await wide.close();
      }
      return rows;
    }),
};

/** A field hidden from a user type with 1,000 live sockets, then shown again: B, 10 deals each; A, all 1,000 deals each. */
const rightsChange: RowMaker = {
  id: 'L2',
  run: () =>
    withCluster(async (cluster) => {
      const rows: Row[] = [];
      for (const shape of ['B', 'A'] as const) {
        const ours = await genkan(shape, 1000, cluster, { oneType: true });
        try {
          const times: number[] = [];
          for (let n = 0; n < 5; n++) times.push(await ours.turnAmount(n % 2 === 1));
          const our = median(times);
          rows.push({
            id: `L2-${shape}`,
            name: `${shape}, a rights change on a type with 1,000 live sockets: sent -> last socket shows it`,
            ours: our,
            reference: null,
            referenceName: '-',
            ratio: null,
            goal: '<= 1000 ms',
            beyond: '<= 200 ms',
            reached: our <= 1000,
            unit: 'ms',
            wrong: 0,
          });
        } finally {
          await ours.close();
        }
      }
      return rows;
    }),
};

export const rowMakers: readonly RowMaker[] = [
  broadcast(1000),
  scoped(1000),
  hidden,
  commands,
  perUpdate,
  latency,
  rightsChange,
];
