/** F3: only the own account's deals. Beside CASL asked field by field, and beside CASL asked in the leanest way. */
import { genkan } from '../genkan.ts';
import { inTurn, perMillion, withCluster, withTargets, wrongIn, type RowMaker } from '../measure.ts';
import { atMost, judged, median, type Row } from '../table.ts';
import { reference } from '../target.ts';

export const scoped = (sockets: number): RowMaker => ({
  id: `F3-${sockets}`,
  run: () =>
    withCluster(async (cluster) => {
      const ours = await genkan('B', sockets, cluster);
      const byField = await reference('casl-per-socket', 'B', sockets, { ASK: 'field' });
      const byRecord = await reference('casl-per-socket', 'B', sockets, { ASK: 'record' });
      return withTargets([ours, byField, byRecord], async () => {
        const rows: Row[] = [];
        for (const inFlight of [8, 32]) {
          const [a, b, c] = await inTurn([ours, byField, byRecord] as const, { seconds: 3, inFlight });
          const id = inFlight === 8 ? `F3-${sockets}` : `F3-${sockets}-${inFlight}`;
          const same = {
            name: `B, N = ${sockets}, ${inFlight} in flight: server + PostgreSQL CPU per delivery`,
            unit: 'CPU-s/million',
            ours: median(a.map(perMillion)),
          };
          rows.push(
            judged({
              ...same,
              id,
              reference: { name: 'CASL per socket, asked field by field', value: median(b.map(perMillion)) },
              goal: atMost(0.15, 0.06),
              wrong: wrongIn(a, b),
            }),
            judged({
              ...same,
              id: `${id}-lean`,
              reference: { name: 'CASL per socket, asked for the record first', value: median(c.map(perMillion)) },
              goal: null,
              wrong: wrongIn(a, c),
            }),
          );
        }
        return rows;
      });
    }),
});
