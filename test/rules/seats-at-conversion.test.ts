import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const tiers = [{ from: 1, to: null, price: 1200, per: 'seat' }];

/** Prospects are users of an additional type, and the only free place of the default type is taken. */
async function full(more: object, seats = 9) {
  const portal = await found(server);
  const { act, user, standard, admin } = portal;
  const { userType: prospect } = await act('create-user-type', { name: 'Prospect', base: 'Leads' });
  await user(standard);
  const lead = async (Rating = 'Cold'): Promise<string> =>
    (await act('create-record', { module: 'Leads', fields: { Name: 'Aiko', Company: 'Mori KK', Rating } })).id;
  const enrolled = async (Rating?: string) => {
    const id = await lead(Rating);
    return { lead: id, person: await portal.user(prospect, id) };
  };
  const person = async (id: string): Promise<Loose> =>
    (await admin.get('/api/members')).json.members.find((one: Loose) => one.id === id);
  const rule = (automatic: boolean) => {
    const criteria = { field: 'Rating', is: 'is', value: 'Hot' };
    const rules = { Hot: { label: 'Hot', criteria, userType: standard, automatic } };
    const mapping = { Contacts: { Name: 'Name' }, Accounts: {}, Deals: {} };
    return act('configure-conversion', { mapping, lookups: {}, portalAccess: 'refuse', rules });
  };
  await act('set-plan', { plan: 'enterprise', terms: { freeUsers: 1, tiers, ...more } });
  await act('buy-seats', { seats });
  return { ...portal, lead, enrolled, person, rule };
}
const inPlan = async ({ admin, standard }: Founded): Promise<number> =>
  (await admin.get('/api/licence')).json.users.find((one: Loose) => one.userType === standard).users;

describe('conversion takes seats as a move does', () => {
  test('[S0-16, S0-29, S0-84, X-1] by hand: no seat, no conversion; the answer says to contact or to purchase', async () => {
    for (const [overLimit, way] of [
      ['contact', /Contact us/],
      ['purchase', /Purchase/],
    ] as const) {
      const portal = await full({ overLimit });
      const { lead, person } = await portal.enrolled();
      const move = await portal.say('move-member', { member: person.id, userType: portal.standard });
      expect(refusal(move)).toEqual([409, 'wrong-base']); // a lead comes there by conversion alone
      const refused = await portal.say('convert-lead', { lead, userType: portal.standard });
      expect(refusal(refused)).toEqual([409, 'limit-reached']);
      expect(refused.json.message).toMatch(way);
      expect((await person.get(`/api/records/Leads/${lead}`)).status).toBe(404); // no tab, and still a lead
      expect((await portal.person(person.id)).record.module).toBe('Leads');
      expect((await portal.say('convert-lead', { lead: await portal.lead() })).status).toBe(200); // nobody comes with it
      await portal.act('set-plan', { plan: 'enterprise', terms: { freeUsers: 2, tiers } });
      expect((await portal.say('convert-lead', { lead, userType: portal.standard })).status).toBe(200);
      expect(await inPlan(portal)).toBe(2);
    }
  });

  test('[S0-18, X-20] where the plan says so the default type draws on the pool, from which the person came', async () => {
    const portal = await full({ poolForDefault: true }, 1);
    const { lead } = await portal.enrolled();
    expect((await portal.say('convert-lead', { lead, userType: portal.standard })).status).toBe(200);
    expect((await portal.admin.get('/api/licence')).json.seatsUsed).toBe(1);
  });

  test('[S0-16, G-31, X-1] in a batch the dry run names who finds no seat, and the run refuses the same', async () => {
    const portal = await full({});
    await portal.rule(false);
    await portal.act('set-plan', { plan: 'enterprise', terms: { freeUsers: 2, tiers } });
    const people = [await portal.enrolled('Hot'), await portal.enrolled('Hot')];
    await portal.lead('Hot');
    const dry = async () => (await portal.admin.get('/api/conversion-dry-run/Hot')).json;
    const convert = ({ leads, expect: told }: Loose) =>
      portal.say('convert-leads', { rule: 'Hot', ids: leads.map(({ lead }: Loose) => lead), expect: told });
    const stale = await dry();
    await portal.act('set-plan', { plan: 'enterprise', terms: { freeUsers: 3, tiers } });
    expect(refusal(await convert(stale))).toEqual([409, 'conflict']);
    await portal.act('set-plan', { plan: 'enterprise', terms: { freeUsers: 2, tiers } });
    const told = await dry();
    const refused = told.leads.filter(({ outcome }: Loose) => outcome === 'refused');
    expect(refused).toMatchObject([{ code: 'limit-reached', message: expect.stringMatching(/Contact us/) }]);
    expect(people.map(({ lead }) => lead)).toContain(refused[0].lead);
    expect(told.people).toHaveLength(1);
    const { rows } = (await convert(told)).json.result;
    expect(rows.map(({ lead, outcome }: Loose) => ({ lead, outcome }))).toEqual(
      told.leads.map(({ lead, outcome }: Loose) => ({ lead, outcome })),
    );
    expect(await inPlan(portal)).toBe(2);
  });

  test('[S0-16, S0-83, S0-85] by a workflow a lead whose person finds no seat stays a lead, and staff read why', async () => {
    const portal = await full({});
    await portal.rule(true);
    const { lead, person } = await portal.enrolled();
    const alone = await portal.lead();
    for (const id of [lead, alone]) await portal.act('update-record', { module: 'Leads', id, set: { Rating: 'Hot' } });
    await server.house.directory.idle();
    const status = async (id: string) => (await portal.admin.get(`/api/records/Leads/${id}`)).status;
    expect([await status(lead), await status(alone)]).toEqual([200, 404]);
    expect((await portal.person(person.id)).record.module).toBe('Leads');
    expect(await inPlan(portal)).toBe(1);
    const refused = async (): Promise<Loose[]> => (await portal.admin.get('/api/conversions-refused')).json.refused;
    expect(await refused()).toMatchObject([
      { lead, rule: 'Hot', code: 'limit-reached', message: expect.stringMatching(/Contact us/) },
    ]);
    expect(refusal(await person.get('/api/conversions-refused'))).toEqual([403, 'forbidden']);
    await portal.act('set-plan', { plan: 'enterprise', terms: { freeUsers: 2, tiers } });
    await portal.act('convert-lead', { lead, userType: portal.standard });
    expect(await refused()).toEqual([]); // it is a contact after all
  });
});
