/** C1: how many durable commands a portal takes. */
import { genkan } from '../genkan.ts';
import { windows, withCluster, withTargets, wrongIn, type RowMaker } from '../measure.ts';
import { pgbench } from '../processes.ts';
import { atLeast, judged, median } from '../table.ts';
import type { Measured } from '../target.ts';

export const commands: RowMaker = {
  id: 'C1',
  run: () =>
    withCluster(async (cluster) => {
      const target = await genkan('A', 0, cluster);
      return withTargets([target], async () => {
        const ours: Measured[] = [];
        const bare: number[] = [];
        await target.window({ seconds: 2, inFlight: 128, hidden: true });
        for (let n = 0; n < windows; n++) {
          ours.push(await target.window({ seconds: 4, inFlight: 128, hidden: true }));
          bare.push((await pgbench(cluster, 3)).transactionsPerSecond);
        }
        return [
          judged({
            id: 'C1',
            name: 'durable permitted commands/s, one portal, socket in to ack out',
            unit: 'commands/s',
            ours: median(ours.map((one) => one.updates / one.seconds)),
            reference: { name: 'pgbench, best of 1, 8, 32', value: median(bare) },
            goal: atLeast(1, 3),
            wrong: wrongIn(ours),
          }),
        ];
      });
    }),
};
