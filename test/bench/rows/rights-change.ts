/** L2: a field hidden from a user type with 1,000 live sockets, then shown again: B, 10 deals each; A, all 1,000 deals each. */
import { genkan } from '../genkan.ts';
import type { RightsResult } from '../load.ts';
import { withCluster, withTargets, type RowMaker } from '../measure.ts';
import { atMost, judged, median, type Row } from '../table.ts';

export const rightsChange: RowMaker = {
  id: 'L2',
  run: () =>
    withCluster(async (cluster) => {
      const rows: Row[] = [];
      for (const shape of ['B', 'A'] as const) {
        const ours = await genkan(shape, 1000, cluster, { oneType: true });
        await withTargets([ours], async () => {
          const turns: RightsResult[] = [];
          for (let n = 0; n < 6; n++) turns.push(await ours.turnAmount(n % 2 === 1));
          rows.push(
            judged({
              id: `L2-${shape}`,
              name: `${shape}, a rights change on a type with 1,000 live sockets: sent -> last socket shows it`,
              unit: 'ms',
              ours: median(turns.map(({ milliseconds }) => milliseconds)),
              goal: atMost(1000, 200, 'ms'),
              wrong: turns.reduce((sum, { wrong }) => sum + wrong, 0),
            }),
          );
        });
      }
      return rows;
    }),
};
