import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { makePrivacyWorld, type PrivacyWorld } from '../support/privacy-world.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { refusal } from './founded.ts';

let server: TestServer;
let world: PrivacyWorld;
beforeAll(async () => {
  server = await startServer();
  world = await makePrivacyWorld(server, 'school');
}, 60_000);
afterAll(() => server.close());

const done = async (person: Person, name: string, input: object): Promise<Loose> => {
  const { status, json } = await person.command(name, input);
  if (status !== 200) throw new Error(`${name} answered ${status} ${JSON.stringify(json)}`);
  return json.result;
};
const answerOf = (person: Person, request: string) => person.get(`/api/data-requests/${request}/answer`);
const statusOf = (line: Line, id: string, status: string): Promise<Loose> =>
  line.next('frame', ({ changes }) => changes.some((one: Loose) => one.id === id && one.fields?.Status === status));
const recordIn = ({ data }: Loose, module: string, id: string): Loose =>
  data.find((one: Loose) => one.module === module)?.records.find((one: Loose) => one.id === id);

describe('an access request is answered', () => {
  test('[S0-99, R-1, R-3] after the identity check, live for officer and person: all about him, hidden fields too, and nothing of others', async () => {
    const { officer, sales, anna, berta, contacts, act } = world;
    await act('update-record', {
      module: 'Contacts',
      id: contacts.anna,
      set: { Title: 'Mother', Description: 'Pays late' },
    });
    const fields = { Subject: 'Lost glove', Contact: contacts.anna, Solution: 'Found' };
    const about = (await act('create-record', { module: 'Cases', fields })).id;
    const others = (
      await act('create-record', { module: 'Cases', fields: { Subject: 'Bertas', Contact: contacts.berta } })
    ).id;
    const kim = (await done(anna, 'create-record', { module: 'Contacts', fields: { Name: 'Kim' } })).id;
    await act('set-lawful-basis', { module: 'Contacts', id: contacts.anna, purpose: 'School', basis: 'Contract' });
    const lines = await Promise.all([officer, anna].map((one) => one.connect()));
    for (const line of lines) await line.subscribe('DataRequests');
    const { request } = await done(anna, 'file-data-request', { kind: 'Export' });
    for (const line of lines) await statusOf(line, request, 'Received');
    const early = async (): Promise<void> => {
      for (const one of [officer, anna]) expect(refusal(await answerOf(one, request))).toEqual([409, 'not-possible']);
    };
    await early(); // no way around the identity check
    await done(officer, 'ask-for-identity', { request, ask: 'Who are you?' });
    await early();
    await done(officer, 'verify-identity', { request, method: 'Called back' });
    await early();
    await done(officer, 'start-data-request', { request });
    expect(recordIn((await answerOf(officer, request)).json, 'Contacts', contacts.anna).fields.Title).toBe('Mother');
    expect(refusal(await answerOf(anna, request))).toEqual([409, 'not-possible']);
    await done(officer, 'complete-data-request', { request, notice: 'Here it is' });
    for (const line of lines) await statusOf(line, request, 'Done');
    const { status, json: answer } = await answerOf(anna, request);
    expect(status).toBe(200);
    expect(recordIn(answer, 'Contacts', contacts.anna).fields).toMatchObject({
      Title: 'Mother',
      Description: 'Pays late',
    });
    expect((await anna.get(`/api/records/Contacts/${contacts.anna}`)).json.fields).not.toHaveProperty('Description');
    expect(recordIn(answer, 'Cases', about).fields).toMatchObject({ Subject: 'Lost glove', Solution: 'Found' });
    for (const hidden of [others, contacts.berta, kim, 'Bertas']) expect(JSON.stringify(answer)).not.toContain(hidden);
    expect(answer.purposes).toEqual([{ purpose: 'School', basis: 'Contract', state: 'NotNeeded' }]);
    expect(answer.recipients).toEqual([{ userType: null, members: 2 }]); // the staff; nobody else could see him
    expect(answer.categories.find((one: Loose) => one.module === 'Contacts').fields).toContain('Description');
    expect([answer.retention, answer.rights]).toEqual([
      { kept: 'until-erased', restorableDays: 30 },
      ['Rectify', 'Erase', 'Stop', 'Export', 'WithdrawConsent', 'Complain'],
    ]);
    await act('update-record', { module: 'Contacts', id: contacts.anna, set: { Description: 'Pays early' } });
    expect(JSON.stringify((await answerOf(anna, request)).json)).not.toContain('Pays early'); // what was answered, and no more
    for (const other of [sales, berta]) expect(refusal(await answerOf(other, request))).toEqual([404, 'not-found']);
    await Promise.all(lines.map((line) => line.close()));
  });

  test('[S0-99, S0-100] what leads to other people is left out by name; a request of another kind, refused or gone has no answer', async () => {
    const { officer, anna, act } = world;
    const kim = (await done(anna, 'create-record', { module: 'Contacts', fields: { Name: 'Kim' } })).id;
    const field = { name: 'Sibling', label: 'Sibling', type: 'lookup', module: 'Contacts' };
    await act('define-field', { module: 'Contacts', field });
    await act('update-record', { module: 'Contacts', id: kim, set: { Sibling: world.contacts.berta } });
    const filed = async (kind: string) => {
      const input = { kind, subject: { module: 'Contacts', id: kim }, details: 'Please' };
      const { request } = await done(anna, 'file-data-request', input);
      await done(officer, 'verify-identity', { request, method: 'Called back' });
      await done(officer, 'start-data-request', { request });
      return request;
    };
    const request = await filed('Export');
    const { json } = await answerOf(officer, request);
    expect(recordIn(json, 'Contacts', kim)).toMatchObject({ source: 'other', withheld: ['Sibling'] });
    expect(JSON.stringify(json)).not.toContain(world.contacts.berta);
    await done(officer, 'complete-data-request', { request });
    expect((await answerOf(anna, request)).status).toBe(200);
    const other = await filed('Rectify');
    await done(officer, 'complete-data-request', { request: other });
    const refused = await filed('Export');
    await done(officer, 'refuse-data-request', { request: refused, code: 'Excessive', reason: 'The tenth today' });
    for (const one of [other, refused]) expect(refusal(await answerOf(anna, one))).toEqual([409, 'not-possible']);
    const erase = await filed('Erase');
    await done(officer, 'complete-data-request', { request: erase });
    for (const one of [anna, officer]) expect(refusal(await answerOf(one, request))).toEqual([409, 'not-possible']);
  });
});

describe('consent is asked for in words', () => {
  const formsOf = async (person: Person): Promise<Loose[]> => (await person.get('/api/consent-forms')).json.forms;

  test('[S0-94, S0-96, S0-97, S0-98] the person reads the present wording and of whom it is asked; who gave it, when, how and to which words is kept', async () => {
    const { officer, anna, berta, sales, contacts } = world;
    const kim = (await done(anna, 'create-record', { module: 'Contacts', fields: { Name: 'Kim' } })).id;
    await done(officer, 'define-consent-form', { purpose: 'Photos', wording: 'You may print the photo.' });
    for (const id of [contacts.anna, kim])
      await done(officer, 'set-lawful-basis', { module: 'Contacts', id, purpose: 'Photos', basis: 'Consent' });
    const [form] = await formsOf(anna);
    expect(form).toMatchObject({ purpose: 'Photos', wording: 'You may print the photo.', version: 1 });
    expect(new Set(form.asked.map(({ subject }: Loose) => subject.id))).toEqual(new Set([contacts.anna, kim]));
    expect([await formsOf(berta), (await formsOf(officer)).length]).toEqual([[], 1]); // nobody asks her
    expect(refusal(await sales.get('/api/consent-forms'))).toEqual([403, 'forbidden']);
    for (const { subject } of form.asked)
      await done(anna, 'give-consent', { purpose: form.purpose, version: form.version, subject });
    const { consent } = form.asked[0];
    const { fields } = (await anna.get(`/api/records/Consents/${consent}`)).json;
    const wording = { Wording: 'You may print the photo.', Version: 1, Purpose: 'Photos' };
    expect(fields).toMatchObject({ ...wording, GivenBy: anna.id, How: 'portal', GivenAt: expect.stringMatching(/Z$/) });
    await done(officer, 'define-consent-form', { purpose: 'Photos', wording: 'You may post the photo.' });
    const [later] = await formsOf(anna);
    expect([later.version, later.asked[0]]).toMatchObject([2, { state: 'Given', version: 1 }]);
    expect((await anna.get(`/api/records/Consents/${consent}`)).json.fields).toMatchObject(wording);
    await done(officer, 'configure-privacy', { compliance: false });
    expect((await anna.get('/api/consent-forms')).status).toBe(404);
    await done(officer, 'configure-privacy', { compliance: true });
  });
});
