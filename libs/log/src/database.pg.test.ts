import pg from 'pg';
import { migrations } from '@genkan/migrations/migrations';
import { migrate, openDatabase } from './database.ts';
import { WeakDurability } from './durability.ts';
import { WrongSchema } from './schema-state.ts';
import { freshPostgresUrl, isPostgresThere } from './test/databases.ts';

if (await isPostgresThere()) {
  describe('opening PostgreSQL', () => {
    let url: string;
    let drop: () => Promise<void>;
    let owner: pg.Client;
    beforeEach(async () => {
      ({ url, drop } = await freshPostgresUrl());
      owner = new pg.Client({ connectionString: url });
      await owner.connect();
    });
    afterEach(async () => {
      await owner.end();
      await drop();
    });

    test('[LG28] an empty database is refused, migrated once by several at a time, and then served', async () => {
      await owner.query('drop schema public cascade');
      await owner.query('create schema public');
      await expect(openDatabase({ databaseUrl: url, allowWeakDurability: true })).rejects.toThrow(WrongSchema);
      const ran = await Promise.all([migrate(url), migrate(url)]);
      expect(ran.flat()).toEqual(migrations.map(({ name }) => name));
      const database = await openDatabase({ databaseUrl: url, allowWeakDurability: true });
      expect([database.kind, database.walled]).toEqual(['postgresql', true]);
      await database.close();
    }, 30_000);

    test('[LG28] a database that a newer version migrated is refused', async () => {
      await owner.query(`insert into mikro_orm_migrations (name) values ('2999-01-01-future')`);
      await expect(openDatabase({ databaseUrl: url, allowWeakDurability: true })).rejects.toThrow('2999-01-01-future');
    });

    test('[LG29] [P1] a database that may lose acknowledged changes is refused, unless that is allowed', async () => {
      await owner.query(`alter database ${new URL(url).pathname.slice(1)} set synchronous_commit = off`);
      await expect(openDatabase({ databaseUrl: url })).rejects.toThrow(WeakDurability);
      const database = await openDatabase({ databaseUrl: url, allowWeakDurability: true });
      expect(database.promise).toContain('synchronous_commit off');
      await database.close();
    });

    test('[LG32] a session waits for no lock longer than 5 s, and asks within half a minute whether its node is still there', async () => {
      const database = await openDatabase({ databaseUrl: url, allowWeakDurability: true });
      const text = `select json_object_agg(name, setting::int)::text from pg_settings
        where name in ('lock_timeout', 'tcp_keepalives_idle', 'tcp_keepalives_interval', 'tcp_keepalives_count')`;
      const [row] = await database.connection.query({ name: null, text, values: [], portal: null });
      await database.close();
      const found = JSON.parse(row?.[0] ?? '{}') as Record<string, number>;
      const {
        tcp_keepalives_idle: idle = 0,
        tcp_keepalives_interval: every = 0,
        tcp_keepalives_count: times = 0,
      } = found;
      expect(found['lock_timeout']).toBe(5000);
      expect(idle).toBeGreaterThan(0);
      expect(idle + every * times).toBeLessThanOrEqual(30);
    });
  });
} else test.skip('opening PostgreSQL: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
