/** F5: updates of a hidden field only: what 1,000 sockets add to the cost of a command. */
import { genkan } from '../genkan.ts';
import { inTurn, withCluster, withTargets, wrongIn, type RowMaker } from '../measure.ts';
import { atMost, judged, median } from '../table.ts';
import type { Measured } from '../target.ts';

export const hidden: RowMaker = {
  id: 'F5',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('A', 1000, cluster);
      const alone = await genkan('A', 0, cluster);
      return withTargets([ours, alone], async () => {
        const [a, b] = await inTurn([ours, alone] as const, { seconds: 3, inFlight: 8, hidden: true });
        const cost = (one: Measured) => (one.serverSeconds / one.updates) * 1e6;
        return [
          judged({
            id: 'F5',
            name: 'updates of a hidden field, N = 1,000: server CPU per update',
            unit: 'us',
            ours: median(a.map(cost)),
            reference: { name: 'ours with 0 sockets', value: median(b.map(cost)) },
            goal: atMost(1.1, 1.02),
            wrong: wrongIn(a, b),
          }),
        ];
      });
    }),
};
