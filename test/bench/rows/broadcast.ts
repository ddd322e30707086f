/** F1 and F2: everyone may see every deal, masked by type. */
import { genkan } from '../genkan.ts';
import { inTurn, serverPerMillion, withCluster, withTargets, wrongIn, type RowMaker } from '../measure.ts';
import { atLeast, judged, median, type Row } from '../table.ts';
import { reference } from '../target.ts';

export const broadcast = (sockets: number): RowMaker => ({
  id: `F1-${sockets}`,
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('A', sockets, cluster);
      const rooms = await reference('rooms', 'A', sockets);
      return withTargets([ours, rooms], async () => {
        const rows: Row[] = [];
        for (const { id, inFlight, goal } of [
          { id: `F1-${sockets}`, inFlight: 1, goal: atLeast(sockets > 1000 ? 0.9 : 1, 1.3) },
          { id: 'F2-8', inFlight: 8, goal: atLeast(3, 6) },
          { id: 'F2-32', inFlight: 32, goal: atLeast(8, 14) },
        ]) {
          const [a, b] = await inTurn([ours, rooms] as const, { seconds: 3, inFlight });
          rows.push(
            judged({
              id,
              name: `A, N = ${sockets}, ${inFlight} in flight: deliveries per server CPU-second`,
              unit: 'deliveries/CPU-s',
              ours: 1e6 / median(a.map(serverPerMillion)),
              reference: {
                name: 'Socket.IO, a room per user type',
                value: 1e6 / median(b.map(serverPerMillion)),
              },
              goal,
              wrong: wrongIn(a, b),
            }),
          );
        }
        return rows;
      });
    }),
});
