/** T2: who saw one field of a record at places all over a log of 1,000,000 entries, asked over HTTP. */
import { askOf } from '../asked.ts';
import { withCluster, type RowMaker } from '../measure.ts';
import { atMost, judged } from '../table.ts';

type Filled = { first: number; head: number; deal: string; often: string };
type Seers = { members: { view: { fields: { Amount: number } } }[] };

export const timeTravel: RowMaker = {
  id: 'T2',
  run: () =>
    withCluster((cluster) =>
      askOf<Filled, ReturnType<typeof judged>[]>('past', cluster, async ({ first, head, deal, often, get }) => {
        const places = [0, 0.25, 0.5, 0.75, 1].map((part) => Math.round(first + part * (head - first)));
        const ask = async (id: string, name: string, record: string, every: (entry: number) => number) => {
          const all: number[] = [];
          let wrong = 0;
          for (const at of places) {
            const { json, milliseconds } = await get(`/api/past/Deals/${record}?field=Amount&at=${at}`);
            const { members } = json as Seers;
            // The amount is the number of the entry that last set it.
            const was = every(at - first);
            wrong += Number(members.length < 10 || members.some(({ view }) => view.fields.Amount !== was));
            all.push(milliseconds);
          }
          const title = `one field over 1,000,000 entries, of ${name}: slowest of five places`;
          return judged({ id, name: title, unit: 'ms', ours: Math.max(...all), goal: atMost(5000, 500, 'ms'), wrong });
        };
        await get(`/api/past/Deals/${deal}?field=Amount&at=${head}`); // warm
        return [
          await ask('T2', 'a record changed 100 times', deal, (entry) =>
            entry < 17 ? 0 : Math.floor((entry - 17) / 10_000) * 10_000 + 17,
          ),
          await ask('T2-often', 'a record changed 100,000 times', often, (entry) => {
            const tens = Math.floor(entry / 10) * 10;
            return tens % 10_000 === 0 && tens > 0 ? tens - 10 : tens;
          }),
        ];
      }),
    ),
};
