import pg from 'pg';
import { SqlLog } from './sql-log.ts';
import { freshPostgres, isPostgresThere } from './test/databases.ts';
import { changed, claimed, created, membered, portalUser, profiled, record, turn, uuid, write } from './test/turns.ts';

const tables = [
  'portal_head',
  'setting',
  'member',
  'record',
  'record_key',
  'record_key_past',
  'entry',
  'change',
  'receipt',
  'claim',
];

if (await isPostgresThere()) {
  describe('the second wall', () => {
    let database: Awaited<ReturnType<typeof freshPostgres>>;
    let owner: pg.Client;
    const [own, foreign] = [uuid(), uuid()];
    beforeAll(async () => {
      database = await freshPostgres();
      owner = new pg.Client({ connectionString: database.url });
      await owner.connect();
      const log = new SqlLog(database.connection);
      for (const portal of [own, foreign]) {
        const one = record({ A: 1 }, { keys: ['Agent:1'] });
        await write(log, portal, [
          profiled({}),
          created(one),
          membered(null, portalUser()),
          claimed('email', 'a@example.com', 'm'),
        ]);
        await write(log, portal, [changed(one, { ...one, keys: [] }), created(record({}, { keys: ['Agent:2'] }))]);
      }
    }, 60_000);
    afterAll(async () => {
      await owner.end();
      await database.close();
    });

    const asApp = (text: string, portal: string | null) =>
      database.connection.query({ name: null, text, values: [], portal });
    const count = async (text: string, portal: string | null) =>
      Number((await asApp(`select (${text})::text`, portal))[0]?.[0]);

    test('[LG23] the log runs as a role that owns nothing and cannot pass the wall', async () => {
      expect(database.walled).toBe(true);
      const [row] = await asApp(
        `select current_user, rolsuper or rolbypassrls from pg_roles where rolname = current_user`,
        own,
      );
      expect(row).toEqual(['genkan_app', 'f']);
      const { rows } = await owner.query(`select relname from pg_class where relname = any($1) and relrowsecurity`, [
        tables,
      ]);
      expect(rows.map(({ relname }) => relname).sort()).toEqual([...tables].sort());
    });

    test.each(tables)(
      '[LG23] [SEC-40] without the filter of the application %s shows its own rows and no foreign one',
      async (table) => {
        expect(await count(`select count(*) from ${table}`, own)).toBeGreaterThan(0);
        expect(await count(`select count(*) from ${table} where portal <> '${own}'`, own)).toBe(0);
        expect(await count(`select count(*) from ${table}`, null)).toBe(0);
        expect(await count(`select count(*) from ${table}`, uuid())).toBe(0);
      },
    );

    test('[LG23] [SEC-40] nothing can be written, changed or removed behind another portal’s wall', async () => {
      const steal = `insert into record_key (portal, module, key, record) values ('${foreign}', 'Deals', 'Agent:9', 'x')`;
      await expect(asApp(steal, own)).rejects.toThrow('row-level security');
      const read = async () =>
        (await owner.query(`select * from record where portal = $1 order by id`, [foreign])).rows;
      const before = await read();
      await asApp(`update record set deleted = true`, uuid());
      await asApp(`delete from record where portal = '${foreign}'`, own);
      expect(await read()).toEqual(before);
    });

    test('[LG23] the portal is forgotten with the statement that set it', async () => {
      await Promise.all(Array.from({ length: 20 }, (_, i) => count('select count(*) from entry', i % 2 ? own : null)));
      const left = await database.connection.query({
        name: null,
        text: `select current_setting('genkan.portal', true)`,
        values: [],
        portal: null,
      });
      expect(left[0]?.[0]).toBe('');
    });

    test('[LG40] the application’s role cannot remove a receipt, nor empty one that a repeat is still answered from', async () => {
      await expect(asApp(`delete from receipt`, own)).rejects.toThrow('permission denied');
      await expect(asApp(`update receipt set salt = ''`, own)).rejects.toThrow('permission denied');
      const log = new SqlLog(database.connection);
      const portal = uuid();
      const { receipts, ...made } = turn(portal, 0, [created(record())], [created(record())]);
      const day = 86_400_000;
      const [young, old] = [29 * day, 31 * day].map((age) => new Date(Date.now() - age).toISOString());
      const dated = receipts.map((receipt, n) => ({ ...receipt, at: (n === 0 ? young : old)! }));
      await log.append({ ...made, receipts: dated });
      expect(await log.emptyReceipts('2100-01-01T00:00:00.000Z', 100)).toBeGreaterThan(0);
      expect((await log.receipts(portal, receipts)).map(({ salt }) => salt)).toEqual([dated[0]!.salt, '']);
    });

    test('[LG24] the application’s role cannot take the past back', async () => {
      await expect(asApp(`update entry set command = 'x'`, own)).rejects.toThrow('permission denied');
      await expect(asApp(`delete from entry`, own)).rejects.toThrow('permission denied');
      await expect(asApp(`delete from change`, own)).rejects.toThrow('permission denied');
      await expect(asApp(`update change set sequence = 1`, own)).rejects.toThrow('permission denied');
    });
  });
} else test.skip('the second wall: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
