/** L1: how old a change is when a client has applied it, at 200 updates a second. */
import { genkan } from '../genkan.ts';
import { inTurn, withCluster, withTargets, wrongIn, type Ask, type RowMaker } from '../measure.ts';
import type { Cluster } from '../processes.ts';
import { atMost, judged, median, type Row } from '../table.ts';
import { reference } from '../target.ts';

const steady: Ask = { seconds: 4, inFlight: 0, perSecond: 200 };

async function inScope(cluster: Cluster): Promise<Row[]> {
  const ours = await genkan('B', 1000, cluster);
  const rooms = await reference('rooms', 'B', 1000, {}, cluster);
  return withTargets([ours, rooms], async () => {
    const [a, b] = await inTurn([ours, rooms] as const, steady);
    return (['p50', 'p99'] as const).map((which) =>
      judged({
        id: `L1-B-${which}`,
        name: `B, 200 updates/s, N = 1,000: sent -> received ${which}`,
        unit: 'ms',
        ours: median(a.map((one) => one[which])),
        reference: { name: 'rooms + a transaction per update', value: median(b.map((one) => one[which])) },
        goal: atMost(which === 'p50' ? 1.3 : 1.5, 1),
        wrong: wrongIn(a, b),
      }),
    );
  });
}

async function toEveryone(cluster: Cluster): Promise<Row> {
  const ours = await genkan('A', 1000, cluster);
  return withTargets([ours], async () => {
    const [a] = await inTurn([ours] as const, steady);
    return judged({
      id: 'L1-A-p50',
      name: 'A at 200 updates/s (200,000 deliveries/s): sent -> received p50',
      unit: 'ms',
      ours: median(a.map((one) => one.p50)),
      goal: atMost(40, 15, 'ms'),
      wrong: wrongIn(a),
    });
  });
}

export const latency: RowMaker = {
  id: 'L1',
  run: () => withCluster(async (cluster) => [...(await inScope(cluster)), await toEveryone(cluster)]),
};
