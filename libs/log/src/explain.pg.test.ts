import { appendStatement } from './append-sql.ts';
import { gatherRows } from './gather-sql.ts';
import { pageStatement } from './page-sql.ts';
import { readEntries } from './entries-sql.ts';
import { readChanged, readLeft, readRecordsAt } from './past-sql.ts';
import type { PageRequest } from './portal-log.ts';
import type { SqlConnection, Statement } from './sql-connection.ts';
import { SqlLog } from './sql-log.ts';
import { freshPostgres, isPostgresThere } from './test/databases.ts';
import { changed, created, record, request, turn, uuid, write } from './test/turns.ts';
import { turnRows } from './turn-rows.ts';

type Plan = {
  'Node Type': string;
  'One-Time Filter'?: string;
  'Index Cond'?: string;
  'Relation Name'?: string;
  Plans?: Plan[];
};
/** What will run: below a filter that is false nothing does. */
const nodes = (plan: Plan): Plan[] =>
  plan['One-Time Filter'] === 'false' ? [] : [plan, ...(plan.Plans ?? []).flatMap(nodes)];

if (await isPostgresThere()) {
  describe('plans as the application’s role, behind the wall', () => {
    let database: Awaited<ReturnType<typeof freshPostgres>>;
    const portal = uuid();
    const records = Array.from({ length: 400 }, (_, i) => record({ Amount: i }, { keys: [`Agent:${i % 200}`] }));
    const one = records[0]!;

    beforeAll(async () => {
      database = await freshPostgres();
      const log = new SqlLog(database.connection);
      await write(log, portal, records.map(created));
      await write(log, uuid(), records.map(created));
    }, 60_000);
    afterAll(() => database.close());

    /** How a statement would run, on tables about which nothing is known yet. */
    async function planOf({ text, values }: Statement): Promise<Plan[]> {
      const explained = { name: null, text: `explain (format json) ${text}`, values, portal };
      const [row] = await database.connection.query(explained);
      return nodes((JSON.parse(row![0]!) as [{ Plan: Plan }])[0].Plan);
    }

    /** The statements a read sends, instead of their answers. */
    async function sent(read: (connection: SqlConnection) => Promise<unknown>): Promise<Statement> {
      let seen: Statement | undefined;
      await read({
        query: (statement) => {
          seen = statement;
          return database.connection.query(statement);
        },
        close: async () => {},
      });
      return seen!;
    }

    const big = new Set(['record', 'record_key', 'record_key_past', 'change', 'entry', 'receipt']);
    function expectLookups(plan: readonly Plan[], beside: readonly string[] = []) {
      const scans = plan.filter((node) => big.has(node['Relation Name'] ?? '') && /Scan/.test(node['Node Type']));
      expect(scans.length).toBeGreaterThan(0);
      for (const scan of scans) {
        expect(scan['Node Type']).toMatch(/Index|Bitmap|Tid/);
        // More than the portal is looked up, or a whole portal would be walked.
        if (scan['Index Cond'] !== undefined)
          expect(scan['Index Cond']).toMatch(new RegExp(['module', 'sequence', 'command_id', ...beside].join('|')));
      }
      for (const join of plan.filter((node) => /Hash Join|Merge Join/.test(node['Node Type']))) {
        throw new Error(`${join['Node Type']} in a read that looks rows up`);
      }
    }

    test.each<[string, (connection: SqlConnection) => Promise<unknown>]>([
      [
        'records and what refers to them',
        (c) =>
          gatherRows(c, portal, [
            { ask: 'record', module: 'Deals', id: one.id },
            { ask: 'referring', module: 'Deals', field: 'Agent', id: '1' },
          ]),
      ],
      ['the next entries', (c) => readEntries(c, portal, 0, 10)],
      ['records as they were', (c) => readRecordsAt(c, portal, [one], 0)],
      ['what left a key', (c) => readLeft(c, portal, 'Deals', ['Agent:1'], 0)],
      ['what changed under a key', (c) => readChanged(c, portal, 'Deals', ['Agent:1'], 0)],
      ['receipts', (c) => new SqlLog(c).receipts(portal, [{ member: null, commandId: uuid() }])],
    ])('[LG25] %s are found by index', async (_, read) => {
      expectLookups(await planOf(await sent(read)));
    });

    const page = (rest: Partial<PageRequest>, keys: string[]) =>
      pageStatement(portal, request({ limit: 50, ...rest }, { keys }));
    test('[LG25] a page of a member’s records comes by his keys, the next page of everything behind its place', async () => {
      expectLookups(await planOf(page({}, ['Agent:1', `=${one.id}`])));
      const next = await planOf(page({ after: { values: [], id: one.id } }, ['*']));
      expect(next.find((node) => node['Index Cond']?.includes('id'))?.['Index Cond']).toMatch(/\bid > /);
      expect(next.map((node) => node['Node Type'])).not.toContain('Sort');
    });

    test('[LG25] a turn looks up each row it changes by its whole key', async () => {
      const moved = changed(one, { ...one, keys: ['Agent:7'] });
      const gone = changed(records[1]!, null);
      const made = turn(portal, 1, [moved, gone, changed(records[2]!, { ...records[2]!, fields: { Amount: 5 } })]);
      const { rows, digest } = turnRows(made, () => 'salt');
      const plan = await planOf(appendStatement(made, rows, digest));
      const lookups = plan.filter(
        (node) => node['Index Cond'] !== undefined && node['Relation Name'] !== 'portal_head',
      );
      expect(lookups.length).toBeGreaterThan(1);
      for (const { 'Index Cond': condition } of lookups) expect(condition).toMatch(/(id = |record = )/);
    });
  });
} else test.skip('plans: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
