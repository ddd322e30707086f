import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Loose, type Person, type TestServer } from '../support/server.ts';
import { found, refusal } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const tab = (fields: string[], reach: object = {}, more: object = {}) => ({
  Deals: { layouts: { Standard: fields }, reaches: [{ kind: 'related', path: 'Contact', ...reach }], ...more },
});
const self = { Contacts: { layouts: { Standard: ['Name'] }, reaches: [{ kind: 'self' }] } };
const update = (person: Person, id: string, set: object) =>
  person.command('update-record', { module: 'Deals', id, set });

describe('the fields of a tab', () => {
  test('[S0-65, R-3] a field that is not ticked leaves by no way; ticked, it comes to the open session at once', async () => {
    const { act, type, user, contact } = await found(server);
    const me = await contact();
    const partner = await type('Partner', tab(['Name']));
    const kei = await user(partner, me);
    const fields = { Name: 'Bridge', NextStep: 'canary-4711', Contact: me };
    const { id } = await act('create-record', { module: 'Deals', fields });
    const line = await kei.connect();
    await line.subscribe('Deals');
    const before = line.heard.length;
    await act('update-record', { module: 'Deals', id, set: { NextStep: 'canary-4712' } });
    await line.ask('caught-up', {});
    expect(line.heard.slice(before).filter(({ event }) => event === 'frame')).toEqual([]);
    const read = ['records/Deals', `records/Deals/${id}`, 'ability', 'schema', 'catalogue', 'my-data'];
    const told = (await Promise.all(read.map((path) => kei.get(`/api/${path}`)))).map(({ text }) => text);
    expect(JSON.stringify([told, line.heard])).not.toMatch(/canary|NextStep/);
    for (const set of [{ NextStep: 'x' }, { Never: 'x' }])
      expect(refusal(await update(kei, id, set))).toEqual([422, 'unknown-field']);
    const heard = line.heard.length;
    await act('configure-user-type', { userType: partner, tabs: tab(['Name', 'NextStep']) });
    await line.next('frame', ({ changes }) => JSON.stringify(changes).includes('canary-4712'), heard);
    await act('configure-user-type', { userType: partner, tabs: tab(['Name']) });
    expect((await kei.get(`/api/records/Deals/${id}`)).json.fields).toEqual({ Name: 'Bridge' });
    await line.close();
  });

  test('[S0-66, S1-9] a field that is only viewed is refused by name, with the sentence of the rule, and others are not written', async () => {
    const { act, type, user, contact } = await found(server);
    const me = await contact();
    const kei = await user(await type('Partner', tab(['Name', 'Stage', 'Amount'], { edit: ['Stage'] })), me);
    const fields = { Name: 'Bridge', Amount: 5, Contact: me };
    const { id } = await act('create-record', { module: 'Deals', fields });
    const refused = await update(kei, id, { Stage: 'Won', Amount: 6 });
    expect(refusal(refused)).toEqual([403, 'forbidden']);
    expect(refused.text).toMatch(/You do not have permission/);
    expect(refused.json.issues).toEqual([expect.objectContaining({ path: 'Amount' })]);
    expect((await kei.get(`/api/records/Deals/${id}`)).json.fields).toEqual({
      Name: 'Bridge',
      Stage: 'Prospecting',
      Amount: 5,
    });
    expect((await update(kei, id, { Stage: 'Won' })).status).toBe(200);
    const line = await kei.connect();
    const answer = await line.command('update-record', { module: 'Deals', id, set: { Amount: 6 } });
    expect(answer).toMatchObject({ status: 'rejected', code: 'forbidden' });
    expect(answer.message).toMatch(/^You do not have permission/);
    await line.close();
  });

  test('[S0-67] what the company must fill in, the portal user must fill in, when he makes and when he changes', async () => {
    const { act, type, user, contact } = await found(server);
    const me = await contact();
    const fields = ['Name', 'Stage', 'Contact', 'NextStep'];
    const kei = await user(
      await type('Partner', { ...self, ...tab(fields, { edit: fields }, { create: fields }) }),
      me,
    );
    const make = (given: object) =>
      kei.command('create-record', { module: 'Deals', fields: { Contact: me, ...given } });
    for (const given of [{}, { Name: null }, { Name: '' }]) {
      const reply = await make(given);
      expect([...refusal(reply), reply.json.issues[0].path]).toEqual([422, 'invalid', 'Name']);
    }
    const { id } = (await make({ Name: 'Bridge' })).json.result;
    expect(refusal(await update(kei, id, { Name: null }))).toEqual([422, 'invalid']);
    const step = { name: 'NextStep', label: 'Next step', type: 'text', required: true, unique: false };
    await act('define-field', { module: 'Deals', field: step });
    expect((await kei.get('/api/ability')).json.tabs.Deals.fields.NextStep.required).toBe(true);
    expect(refusal(await make({ Name: 'Road' }))).toEqual([422, 'invalid']);
    expect((await make({ Name: 'Road', NextStep: 'Call' })).status).toBe(200);
    expect((await update(kei, id, { Stage: 'Won' })).status).toBe(200);
  });

  test('[S0-68] hiding a mandatory field, or making a hidden one mandatory, is refused where records are made, and said', async () => {
    const { say, act, type } = await found(server);
    const partner = await type('Partner', tab(['Name', 'Stage'], {}, { create: ['Name', 'Stage'] }));
    const setups: Loose[] = [
      tab(['Stage'], {}, { create: ['Stage'] }),
      tab(['Name', 'Stage'], {}, { create: ['Stage'] }),
    ];
    for (const tabs of setups) {
      const reply = await say('configure-user-type', { userType: partner, tabs });
      expect([...refusal(reply), reply.json.issues[0].path]).toEqual([
        422,
        'invalid',
        'tabs.Deals.create.Standard.Name',
      ]);
      expect(reply.json.issues[0].message).toMatch(/mandatory/);
    }
    const amount = { name: 'Amount', label: 'Amount', type: 'money', required: true, unique: false };
    const reply = await say('define-field', { module: 'Deals', field: amount });
    expect(refusal(reply)).toEqual([422, 'invalid']);
    expect(reply.json.issues[0].path).toContain(partner);
    await act('configure-user-type', { userType: partner, tabs: tab(['Stage']) });
    await act('define-field', { module: 'Deals', field: amount });
  });
});
