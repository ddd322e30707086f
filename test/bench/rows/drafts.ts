/** T1: what a change of rights would open and close, in a portal of 10,000 members and 200,000 records, asked over HTTP. */
import { askOf } from '../asked.ts';
import { withCluster, type RowMaker } from '../measure.ts';
import { atMost, judged, median, type Goal } from '../table.ts';

const times = 5;
type Diff = { userTypes: { membersLosing: number }[]; members: unknown[]; next: string | null };

export const drafts: RowMaker = {
  id: 'T1',
  run: () =>
    withCluster((cluster) =>
      askOf<{ draft: string }, ReturnType<typeof judged>[]>('drafts', cluster, async ({ draft, get, command }) => {
        const [counts, pages]: [number[], number[]] = [[], []];
        let wrong = 0;
        for (let n = 0; n < times; n++) {
          // The log goes on between two questions, so that nothing counted before answers the next.
          await command('create-record', { module: 'Accounts', fields: { Name: `Another ${n}` } });
          const first = await get(`/api/drafts/${draft}/diff?limit=50`);
          const { userTypes, members, next } = first.json as Diff;
          const second = await get(`/api/drafts/${draft}/diff?limit=50&cursor=${encodeURIComponent(String(next))}`);
          wrong += Number(userTypes[0]?.membersLosing !== 10_000) + Number(members.length !== 50);
          counts.push(first.milliseconds);
          pages.push(second.milliseconds);
        }
        const row = (id: string, name: string, all: number[], goal: Goal) =>
          judged({ id, name, unit: 'ms', ours: median(all), goal, wrong });
        const portal = 'a rights draft, 10,000 members, 200,000 records';
        return [
          row('T1', `${portal}: counts and first page, in one answer`, counts, atMost(1000, 200, 'ms')),
          row('T1-next', `${portal}: the page after it`, pages, atMost(1000, 200, 'ms')),
        ];
      }),
    ),
};
