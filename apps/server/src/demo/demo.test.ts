import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Person, type TestServer } from '../../../../test/support/server.ts';
import { BadConfig, readConfig } from '../configuration/config.ts';
import { accountRows, contactRows } from './companies.ts';
import { diceFrom } from './dice.ts';
import { foundDemo } from './found-demo.ts';
import { playDemo } from './live-demo.ts';
import { refusePublished } from './published.ts';
import { drawDeals } from './sales.ts';
import { demoPassword, demoSignIns, outsiders } from './sign-ins.ts';

describe('the demo', () => {
  let server: TestServer;
  beforeAll(async () => {
    server = await startServer();
    await foundDemo(server.house);
  }, 60_000);
  afterAll(() => server.close());

  const enter = (email: string): Promise<Person> => server.signIn('demo', email, demoPassword);
  const count = async (person: Person, module: string): Promise<number> =>
    (await person.get(`/api/records/${module}/count`)).json.count;

  test('[DE1] is a company of some size, with names in two scripts, all under example.com', async () => {
    const ann = await enter('ann@genkan.example.com');
    const counts = await Promise.all(
      ['Accounts', 'Contacts', 'Deals', 'Products', 'Vendors'].map((one) => count(ann, one)),
    );
    expect(counts).toEqual([85, 300, 2000, 48, 12]);
    expect(await count(ann, 'Cases')).toBe(350);
    expect(await count(ann, 'Invoices')).toBeGreaterThan(200);
    const rows = [...accountRows(diceFrom(1)), ...contactRows(diceFrom(1))].map(({ fields }) => fields);
    const names = rows.map((fields) => String(fields['Name']));
    expect(new Set(names.slice(0, 85)).size).toBe(85);
    expect(names.filter((name) => /\p{Script=Han}/u.test(name)).length).toBeGreaterThan(150);
    for (const fields of rows)
      expect(String(fields['Website'] ?? fields['Email'])).toMatch(/[.@]example\.com$|\.example\.com$/);
  });

  test('[DE1] is drawn from a fixed seed around a fixed day: it is the same every time', () => {
    const [one, two] = [drawDeals(diceFrom(7)), drawDeals(diceFrom(7))];
    expect(one).toEqual(two);
    const wonEarly = one.filter(({ row, closes }) => closes > 0 && row.fields['Stage'] === 'Won');
    expect(wonEarly).toEqual([]);
    for (const { row } of one) expect(row.fields['Amount']).toBeGreaterThan(1000);
  });

  test('[DE2] each user type sees other modules, other fields and other records, and nobody all', async () => {
    const people = await Promise.all(outsiders.map(async (one) => ({ ...one, person: await enter(one.email) })));
    const shape = async (person: Person): Promise<string> => {
      const { rows } = (await person.get('/api/records/Deals?limit=1')).json;
      return Object.keys(rows[0].fields).sort().join();
    };
    const seen = await Promise.all(
      people.map(async ({ type, person }) => ({
        type,
        deals: await count(person, 'Deals'),
        fields: await shape(person),
      })),
    );
    for (const { deals } of seen) {
      expect(deals).toBeGreaterThan(10);
      expect(deals).toBeLessThan(1000);
    }
    expect(new Set(seen.map(({ type, fields }) => `${type} ${fields}`)).size).toBe(3);
    expect(new Set(seen.map(({ fields }) => fields)).size).toBe(3);
    expect(seen.filter(({ type }) => type === 'vendor').some(({ fields }) => /Amount|Account/.test(fields))).toBe(
      false,
    );
    expect(seen[0]).toEqual(seen[1]); // partners of one company see the same deals
  });

  test('[DE3] all sign-ins that are told come in, staff by three roles', async () => {
    const all = await Promise.all(demoSignIns.map(({ email }) => enter(email)));
    expect(all).toHaveLength(13);
    const haruka = all[1]!;
    expect((await haruka.command('add-staff', { email: 'x@example.com', name: 'X', roles: ['sales'] })).status).toBe(
      403,
    );
    expect((await all[2]!.get('/api/ability')).status).toBe(200);
  });

  test('[DE4] played live, records change by commands of its people, who are refused nothing', async () => {
    const { id } = (await server.house.log.portalBySlug('demo').then((id) => ({ id })))!;
    const before = await server.house.log.head(id!);
    const play = await playDemo(server.house, [0, 1]);
    while ((await server.house.log.head(id!)) < before + 60) await new Promise((next) => setTimeout(next, 20));
    await play.stop();
    const entries = await server.house.log.entries(id!, before, 500);
    expect(new Set(entries.map(({ outcome }) => outcome))).toEqual(new Set(['applied']));
    expect(new Set(entries.map(({ member }) => member)).size).toBeGreaterThan(4);
    const stopped = await server.house.log.head(id!);
    await new Promise((next) => setTimeout(next, 50));
    expect(await server.house.log.head(id!)).toBe(stopped);
  }, 30_000);

  test('[DE5] is not served where others reach it, while a published password stands', async () => {
    const at = (env: Record<string, string>) => ({ ...server.house, config: readConfig({ DEMO: 'false', ...env }) });
    await expect(refusePublished(at({}))).resolves.toBeUndefined();
    for (const env of [{ HOST: '0.0.0.0' }, { NODE_ENV: 'production' }, { PUBLIC_URL: 'https://portal.example.com' }])
      await expect(refusePublished(at(env))).rejects.toThrow(BadConfig);
  });
});
