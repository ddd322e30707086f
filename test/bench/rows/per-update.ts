/** C2: 200 sockets in B, so that each update reaches two. */
import { genkan } from '../genkan.ts';
import { inTurn, withCluster, withTargets, wrongIn, type RowMaker } from '../measure.ts';
import { atMost, judged, median } from '../table.ts';
import { reference, type Measured } from '../target.ts';

export const perUpdate: RowMaker = {
  id: 'C2',
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('B', 200, cluster);
      const rooms = await reference('rooms', 'B', 200, {}, cluster);
      return withTargets([ours, rooms], async () => {
        const [a, b] = await inTurn([ours, rooms] as const, { seconds: 3, inFlight: 32 });
        const cost = (one: Measured) => ((one.serverSeconds + one.databaseSeconds) / one.updates) * 1e6;
        return [
          judged({
            id: 'C2',
            name: 'server + PostgreSQL CPU per durable update with 2 deliveries',
            unit: 'us',
            ours: median(a.map(cost)),
            reference: { name: 'rooms + a transaction per update', value: median(b.map(cost)) },
            goal: atMost(0.5, 0.2),
            wrong: wrongIn(a, b),
          }),
        ];
      });
    }),
};
