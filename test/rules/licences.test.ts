import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';
import { found, refusal } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

describe('licences', () => {
  test('[S0-10] plans without a portal found none', async () => {
    const administrator = { email: 'admin@example.com', name: 'Admin' };
    for (const plan of ['Free', 'Standard', 'Professional']) {
      const founding = server.run('', null, 'create-portal', { company: `On ${plan}`, plan, administrator });
      await expect(founding).rejects.toMatchObject({ code: 'limit-reached' });
    }
  });

  test('[S0-12, S0-15, S0-17, S0-18, S0-19, X-16] seats unlock types, and their users share one pool', async () => {
    const { act, say, invite } = await found(server);
    await act('set-plan', { plan: 'enterprise', terms: { tiers: [{ from: 1, to: null, price: 1200, per: 'seat' }] } });
    const type = (name: string) => say('create-user-type', { name, base: 'Contacts' });
    expect(refusal(await type('A'))).toEqual([409, 'limit-reached']);
    expect(await act('buy-seats', { seats: 2 })).toEqual({ seats: 2, price: 2400, currency: 'USD' });
    const types: string[] = [];
    for (const name of ['A', 'B', 'C', 'D']) types.push((await type(name)).json.result.userType);
    expect(refusal(await type('E'))).toEqual([409, 'limit-reached']);
    expect([(await invite(types[0]!)).status, (await invite(types[1]!)).status]).toEqual([200, 200]);
    const full = await invite(types[2]!);
    expect(refusal(full)).toEqual([409, 'limit-reached']);
    expect(full.text).toMatch(/Purchase more seats/);
  });

  test('[S0-16, S0-29, X-1, X-20] beyond the free users: contact, purchase, or the pool', async () => {
    const { act, invite, standard } = await found(server);
    const tiers = [{ from: 1, to: null, price: 1200, per: 'seat' }];
    const terms = (more: object) => act('set-plan', { plan: 'enterprise', terms: { freeUsers: 1, tiers, ...more } });
    await terms({});
    expect((await invite(standard)).status).toBe(200);
    expect((await invite(standard)).text).toMatch(/Contact us/);
    await terms({ overLimit: 'purchase', poolForDefault: true });
    expect((await invite(standard)).text).toMatch(/Purchase/);
    await act('buy-seats', { seats: 1 });
    expect([(await invite(standard)).status, (await invite(standard)).status]).toEqual([200, 409]);
  });

  test('[S0-39, S0-90, S0-92, S0-91] usage counts who is switched off and not who is removed', async () => {
    const { act, admin, user, standard } = await found(server);
    await act('set-plan', { plan: 'enterprise' });
    const [off, gone] = [await user(standard), await user(standard)];
    await act('deactivate-member', { member: off.id });
    expect((await off.get('/api/ability')).status).toBe(401);
    await act('remove-member', { member: gone.id });
    const { licence, users, seatsUsed } = (await admin.get('/api/licence')).json;
    expect(licence).toMatchObject({ plan: 'enterprise', freeUsers: 5000, maxUserTypes: 5 });
    expect([users, seatsUsed]).toEqual([[{ userType: standard, name: 'Client portal', users: 1 }], 0]);
    const outsider = await user(standard);
    expect(refusal(await outsider.get('/api/licence'))).toEqual([403, 'forbidden']);
    expect(refusal(await outsider.command('buy-seats', { seats: 1 }))).toEqual([403, 'forbidden']);
  });

  test('[S0-90, S0-91, S0-92] who is switched off has no session and keeps the seat; who is removed frees it, and may come again', async () => {
    const { act, admin, invite, type, user } = await found(server);
    await act('set-plan', { plan: 'enterprise', terms: { tiers: [{ from: 1, to: null, price: 1200, per: 'seat' }] } });
    await act('buy-seats', { seats: 1 });
    const partners = await type('Partners', {
      Products: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'all' }] },
    });
    const kei = await user(partners);
    const line = await kei.connect();
    await act('deactivate-member', { member: kei.id });
    expect(await line.next('bye')).toMatchObject({ code: 'unauthenticated' });
    await line.next('closed');
    expect((await kei.get('/api/ability')).status).toBe(401);
    expect(refusal(await kei.command('create-record', { module: 'Products', fields: {} }))).toEqual([
      401,
      'unauthenticated',
    ]);
    expect((await admin.get('/api/licence')).json.seatsUsed).toBe(1);
    expect(refusal(await invite(partners))).toEqual([409, 'limit-reached']);
    await act('reactivate-member', { member: kei.id });
    expect((await kei.get('/api/ability')).status).toBe(401); // an ended session stays ended
    await act('remove-member', { member: kei.id });
    expect((await admin.get('/api/licence')).json.seatsUsed).toBe(0);
    expect((await invite(partners)).status).toBe(200);
    expect(refusal(await invite(partners))).toEqual([409, 'limit-reached']);
  });

  test('[S0-20, S0-21, S0-22, X-2] the calculator, with the cliff', async () => {
    const { act, admin } = await found(server);
    await act('set-plan', { plan: 'enterprise' });
    const price = async (seats: string) => admin.get(`/api/licence/price/${seats}`);
    const vectors = { 0: 0, 1: 600, 50: 600, 51: 612, 84: 1008, 99: 1188, 100: 1000, 101: 1010, 500: 5000 };
    for (const [seats, dollars] of Object.entries(vectors)) {
      expect((await price(seats)).json).toMatchObject({ seats: Number(seats), price: dollars * 100, currency: 'USD' });
    }
    expect((await price('84')).json.offer).toEqual({ seats: 100, price: 100_000 });
    for (const wrong of ['-1', '1.5', 'many']) expect(refusal(await price(wrong))).toEqual([422, 'invalid']);
    await act('set-plan', { plan: 'enterprise', terms: { cliffGuard: true } });
    expect((await price('99')).json.price).toBe(100_000);
  });

  test('[R-4, X-2] plans are data: tiers that overlap are refused, and a smaller plan takes nothing away', async () => {
    const { act, say, invite, type } = await found(server);
    const partners = await type('Partners');
    expect((await invite(partners)).status).toBe(200);
    const tier = (from: number, to: number | null) => ({ from, to, price: 1, per: 'seat' });
    const overlapping = { plan: 'enterprise', terms: { tiers: [tier(1, 100), tier(100, null)] } };
    expect(refusal(await say('set-plan', overlapping))).toEqual([422, 'invalid']);
    await act('set-plan', { plan: 'enterprise' });
    expect(refusal(await invite(partners))).toEqual([409, 'limit-reached']);
    expect(refusal(await say('create-user-type', { name: 'More', base: 'Contacts' }))).toEqual([409, 'limit-reached']);
  });
});
