import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { ask, startServer, type Person, type TestServer, type Loose } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const mapping = {
  externalId: 'opportunity_id',
  nulls: ['', 'NULL'],
  columns: {
    product: { field: 'Name', values: { technolgy: 'technology' } },
    deal_stage: 'Stage',
    close_date: { field: 'CloseDate', date: 'd-m-Y' },
    close_value: 'Amount',
    account: 'Account',
    sales_agent: 'ignore',
  },
};
const header = 'opportunity_id,sales_agent,product,account,deal_stage,close_date,close_value';

describe.each(['memory', 'pglite'] as const)('imports on %s', (database) => {
  let server: TestServer;
  let world: World;
  let admin: Person;
  beforeAll(async () => {
    server = await startServer({ database });
    world = await makeWorld(server);
    admin = await world.admin();
    await world.act('import-records', { module: 'Accounts', rows: [{ externalId: 'Acme', fields: { Name: 'Acme' } }] });
  }, 60_000);
  afterAll(() => server.close());

  const send = (body: string, map: unknown = mapping, by = admin, type = 'text/csv', module = 'Deals') =>
    ask(server.url, `/api/imports?module=${module}&mapping=${encodeURIComponent(JSON.stringify(map))}`, {
      method: 'POST',
      headers: { authorization: `Bearer ${by.access}`, 'content-type': type },
      body,
    });
  const done = async (id: string): Promise<Loose> => {
    await server.house.jobs.idle();
    return (await admin.get(`/api/imports/${id}`)).json;
  };

  test('[SV20] a CSV file becomes records, with dates, corrections, null words and lookups', async () => {
    const rows = ['D1,Ann,technolgy,Acme,Won,31-12-2016,1000', 'D2,Bob,Pumps,,Prospecting,,NULL'];
    const { status, json } = await send(`\ufeff${header}\r\n${rows.join('\r\n')}\r\n`);
    expect([status, json.rows]).toEqual([202, 2]);
    expect(await done(json.id)).toEqual({
      id: json.id,
      module: 'Deals',
      status: 'done',
      rows: 2,
      counts: { created: 2, updated: 0, unchanged: 0, refused: 0 },
      refused: [],
    });
    const where = encodeURIComponent(JSON.stringify({ field: 'Name', is: 'is', value: 'technology' }));
    const page = (await admin.get(`/api/records/Deals?where=${where}`)).json;
    expect(page.rows[0].fields).toMatchObject({
      Stage: 'Won',
      CloseDate: '2016-12-31',
      Amount: 1000,
      Account: expect.any(String),
    });
  });

  test('[SV21] a row that cannot be taken is refused with its number and column, and stops no other', async () => {
    const rows = [
      'E1,Ann,A,Acme,Won,2016-12-31,1',
      'E2,Ann,B,Nobody,Won,,2',
      'E3,Ann,C,,Dreaming,,3',
      'E4,Ann,D,,Won,,4',
      ',Ann,E,,Won,,5',
    ];
    const { json } = await send([header, ...rows].join('\n'));
    expect(await done(json.id)).toMatchObject({
      counts: { created: 1, updated: 0, unchanged: 0, refused: 4 },
      refused: [
        { row: 1, code: 'invalid', column: 'close_date' },
        { row: 2, code: 'unknown-record', column: 'account' },
        { row: 3, code: 'invalid', column: 'deal_stage' },
        { row: 5, code: 'invalid', column: 'opportunity_id' },
      ],
    });
  });

  test('[SV22] the same file again changes nothing, and a corrected one changes what differs', async () => {
    const file = (amount: number): string => [header, `F1,Ann,A,Acme,Won,,${amount}`, 'F2,Ann,B,,Won,,2'].join('\n');
    await done((await send(file(1))).json.id);
    const head = await server.house.log.head(world.id);
    expect((await done((await send(file(1))).json.id)).counts).toEqual({
      created: 0,
      updated: 0,
      unchanged: 2,
      refused: 0,
    });
    expect(await server.house.log.head(world.id)).toBe(head);
    expect((await done((await send(file(3))).json.id)).counts).toEqual({
      created: 0,
      updated: 1,
      unchanged: 1,
      refused: 0,
    });
  });

  test('[SV23] a long file is one entry for each 500 rows, and NDJSON is read as well', async () => {
    const head = await server.house.log.head(world.id);
    const lines = Array.from({ length: 1201 }, (_, n) =>
      JSON.stringify({ key: `N${n}`, title: `Deal ${n}`, worth: n }),
    );
    const map = { externalId: 'key', columns: { title: 'Name', worth: 'Amount' } };
    const { json } = await send(lines.join('\n'), map, admin, 'application/x-ndjson');
    expect((await done(json.id)).counts.created).toBe(1201);
    expect(await server.house.log.head(world.id)).toBe(head + 3);
  });

  test('[SV24] a file that cannot be read to its end leaves nothing', async () => {
    const head = await server.house.log.head(world.id);
    const nul = `${header}\nG1,a,b,,Won,,\u0000`;
    const poisoned = 'opportunity_id,__proto__\nG1,x';
    const twice = 'opportunity_id,product,product\nG1,x,y';
    for (const body of [nul, poisoned, twice, `${header}\nG1,only,three`, `${header},surprise\nG1,a,b,c,Won,,1,x`]) {
      const reply = await send(body);
      expect([reply.status, reply.json.code]).toEqual([422, 'invalid']);
    }
    expect((await send('{"key":', { externalId: 'key', columns: {} }, admin, 'application/x-ndjson')).status).toBe(422);
    expect((await send(header, { externalId: 'key', columns: { a: { field: 'Name', date: '(a+)+' } } })).status).toBe(
      422,
    );
    expect((await send(header, mapping, admin, 'text/csv', 'Nowhere')).status).toBe(404);
    expect(await server.house.log.head(world.id)).toBe(head);
  });

  test('[SEC-9] an import needs the right, and its report is its sender’s alone', async () => {
    const kei = await world.kei();
    expect((await send(header, mapping, kei)).status).toBe(403);
    const { json } = await send(`${header}\nH1,Ann,A,,Won,,1`);
    await done(json.id);
    expect((await kei.get(`/api/imports/${json.id}`)).status).toBe(404);
    expect((await (await (await makeWorld(server, 'other')).admin()).get(`/api/imports/${json.id}`)).status).toBe(404);
  });
});
