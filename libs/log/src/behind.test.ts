import { SqlLog } from './sql-log.ts';
import type { SqlConnection } from './sql-connection.ts';
import { Tail } from './tail.ts';
import { freshPglite } from './test/databases.ts';
import { changed, created, record, uuid, write } from './test/turns.ts';

type Opened = Awaited<ReturnType<typeof freshPglite>>;
let database: Opened;
let rows = 0;
beforeAll(async () => {
  database = await freshPglite();
}, 60_000);
afterAll(() => database.close());

/** The database, counting the rows it answers. */
const counting: SqlConnection = {
  query: async (statement) => {
    const answered = await database.connection.query(statement);
    rows += answered.length;
    return answered;
  },
  close: async () => {},
};

/** A tail that stands before so many changes of three records; rows it reads for each entry until it is at the head. */
async function rowsAnEntry(behind: number, pageSize: number): Promise<number> {
  const portal = uuid();
  const writer = new SqlLog(database.connection);
  const records = [0, 1, 2].map((n) => record({ A: n, B: 'x' }));
  await write(writer, portal, records.map(created));
  const tail = new Tail({ log: new SqlLog(counting), portal, pageSize });
  await tail.start();
  const states = [...records];
  const lives = Array.from({ length: behind }, (_, n) => {
    const before = states[n % 3]!;
    const after = { ...before, fields: { ...before.fields, A: n } };
    states[n % 3] = after;
    return [changed(before, after)];
  });
  for (let from = 0; from < behind; from += 500) await write(writer, portal, ...lives.slice(from, from + 500));
  rows = 0;
  expect(await tail.reach(behind + 1, 60_000)).toBe(true);
  const heard = tail.since(1)?.map((entry) => entry.changes);
  await tail.stop();
  expect(heard).toEqual(lives);
  return rows / behind;
}

test('[TL18] what a tail reads for each entry does not grow with how far it lies behind', async () => {
  // An entry and its change; of what came later each change once, when its record is first met.
  for (const behind of [200, 800, 2400]) expect(await rowsAnEntry(behind, 50)).toBeLessThan(3.1);
}, 60_000);
