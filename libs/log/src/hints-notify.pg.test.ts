import pg from 'pg';
import { describeHints } from './hints.contract.ts';
import { HintsNotify } from './hints-notify.ts';
import { isPostgresThere, postgresUrl } from './test/databases.ts';
import { uuid } from './test/turns.ts';

if (await isPostgresThere()) {
  const channel = `genkan_${uuid()}`;
  const admin = new pg.Client({ connectionString: postgresUrl });
  await admin.connect();
  const node = async () => {
    const hints = new HintsNotify({ databaseUrl: postgresUrl, channel });
    await hints.listening;
    return hints;
  };

  describeHints('LISTEN and NOTIFY', {
    node,
    forge: async (message) => void (await admin.query('select pg_notify($1, $2)', [channel, message])),
    close: () => admin.end(),
  });

  test('[TL15] a lost connection is reported and opened again', async () => {
    const troubles: unknown[] = [];
    const told = new Promise<void>((resolve) => {
      const hints = new HintsNotify({
        databaseUrl: `${postgresUrl}?application_name=${channel}`,
        channel,
        trouble: (error) => troubles.push(error),
      });
      void hints.listening.then(async () => {
        const portal = uuid();
        const other = await node();
        hints.listen((of) => {
          if (of !== portal) return;
          clearInterval(telling);
          void Promise.all([hints.close(), other.close()]).then(() => resolve());
        });
        const killer = new pg.Client({ connectionString: postgresUrl });
        await killer.connect();
        const asked = `select pg_terminate_backend(pid) from pg_stat_activity where query like 'listen%' and query like $1`;
        await killer.query(asked, [`%${channel}%`]);
        await killer.end();
        const telling = setInterval(() => other.committed(portal, 1), 20);
      });
    });
    await told;
    expect(troubles.length).toBeGreaterThan(0);
  }, 20_000);
} else test.skip('hints by LISTEN and NOTIFY: no PostgreSQL answers (TEST_DATABASE_URL)', () => {});
