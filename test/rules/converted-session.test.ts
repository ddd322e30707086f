import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type Line, type Loose, type TestServer } from '../support/server.ts';
import { found, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const self = { kind: 'self' };
const related = (path: string) => ({ kind: 'related', path });
const noting = { edit: ['Text'] };
const prospectTabs = {
  Leads: { layouts: { Standard: ['Name', 'Phone'] }, reaches: [{ ...self, edit: ['Phone'] }] },
  Remarks: {
    layouts: { Standard: ['Text', 'Lead', 'Contact'] },
    reaches: [{ kind: 'created', ...noting }, related('Lead')],
    create: ['Text', 'Lead'],
  },
};
const clientTabs = {
  Contacts: { layouts: { Standard: ['Name', 'Phone'] }, reaches: [{ ...self, edit: ['Phone'] }] },
  Remarks: {
    layouts: { Standard: ['Text', 'Lead', 'Contact'] },
    reaches: [{ kind: 'created', ...noting }, related('Contact')],
    create: ['Text', 'Contact'],
  },
};

/** Comments are a module of their own; compliance is on; a rule of the desk converts who is hot. */
async function prospects() {
  const portal: Founded = await found(server);
  const { act } = portal;
  await act('define-module', { name: 'Remarks', label: 'Remarks' });
  const fields = [
    { name: 'Text', label: 'Text', type: 'text' },
    { name: 'Lead', label: 'Lead', type: 'lookup', module: 'Leads' },
    { name: 'Contact', label: 'Contact', type: 'lookup', module: 'Contacts' },
  ];
  for (const field of fields) await act('define-field', { module: 'Remarks', field });
  await server.house.directory.idle();
  const { userType: prospect } = await act('create-user-type', { name: 'Prospect', base: 'Leads' });
  await act('configure-user-type', { userType: prospect, tabs: prospectTabs });
  await act('configure-user-type', { userType: portal.standard, tabs: clientTabs });
  await act('configure-privacy', { compliance: true });
  await act('define-consent-form', { purpose: 'News', wording: 'You may write to me.' });
  const lead = (await act('create-record', { module: 'Leads', fields: { Name: 'Aiko', Company: 'K', Phone: '1' } })).id;
  const person = await portal.user(prospect, lead);
  await act('set-lawful-basis', { module: 'Leads', id: lead, purpose: 'News', basis: 'Consent' });
  return { ...portal, lead, person };
}
const told = (line: Line, id: string, from: number): Promise<Loose> =>
  line.next('frame', ({ changes }) => changes.some((one: Loose) => one.id === id), from);

describe('a lead with an open session becomes a contact', () => {
  test('[S0-83, S0-84, S0-86, G-30, R-3] without a reload: identity, sign-in, own comments and those about him, and history stay', async () => {
    const { act, admin, lead, person } = await prospects();
    const line = await person.connect();
    for (const module of ['Leads', 'Remarks', 'Consents']) await line.subscribe(module);
    const own = (await line.command('create-record', { module: 'Remarks', fields: { Text: 'Call me', Lead: lead } }))
      .result;
    const about = await act('create-record', { module: 'Remarks', fields: { Text: 'He called', Lead: lead } });
    const from = line.heard.length;
    const { contact } = await act('convert-lead', { lead });
    const gone = ({ changes }: Loose) => changes.some((one: Loose) => one.op === 'remove' && one.id === lead);
    const [card, mine] = await Promise.all([
      line.next('ability', () => true, from),
      line.next('self', () => true, from),
    ]);
    await line.next('frame', gone, from);
    expect(Object.keys(card.tabs)).toContain('Contacts');
    expect(mine).toEqual({ record: { module: 'Contacts', id: contact } });
    expect((await line.subscribe('Contacts')).map(({ id, fields }) => [id, fields.Phone])).toEqual([[contact, '1']]);
    const edited = await line.command('update-record', { module: 'Remarks', id: own.id, set: { Text: 'Called' } });
    expect(edited).toMatchObject({ status: 'applied' }); // what he made is his as before
    expect((await person.get(`/api/records/Remarks/${about.id}`)).json.fields).toMatchObject({ Contact: contact });
    expect(line.heard.filter(({ event }) => event === 'bye' || event === 'closed')).toEqual([]);
    expect((await person.get('/api/ability')).status).toBe(200); // the sign-in he began with
    const entries: Loose[] = (await admin.get('/api/log?limit=200')).json.entries;
    const acts = entries.filter(({ member }) => member === person.id).map(({ command }) => command);
    expect(acts).toEqual(['create-record', 'update-record']); // one person, before and after
    await line.close();
  });

  test('[S0-86, S0-94, S0-98, G-30] consent given as a lead stands for the contact, live, and is his to withdraw and give again', async () => {
    const { act, lead, person } = await prospects();
    const line = await person.connect();
    const [row] = await line.subscribe('Consents');
    expect(row.fields).toMatchObject({ State: 'Waiting', Purpose: 'News' });
    await line.command('give-consent', { purpose: 'News', version: 1 });
    const given = (await person.get(`/api/records/Consents/${row.id}`)).json.fields;
    const from = line.heard.length;
    const { contact } = await act('convert-lead', { lead });
    await told(line, row.id, from);
    const kept = (await person.get(`/api/records/Consents/${row.id}`)).json.fields;
    expect(kept).toEqual({ ...given, Contacts: contact });
    expect(await line.command('withdraw-consent', { purpose: 'News' })).toMatchObject({ status: 'applied' });
    const withdrawn = (await person.get(`/api/records/Consents/${row.id}`)).json.fields;
    expect(withdrawn).toMatchObject({ State: 'Withdrawn', Allowed: false, WithdrawnBy: person.id });
    expect(await line.command('give-consent', { purpose: 'News', version: 1 })).toMatchObject({ status: 'applied' });
    expect((await person.get('/api/records/Consents')).json.rows).toHaveLength(1);
    await act('set-lawful-basis', { module: 'Contacts', id: contact, purpose: 'News', basis: 'Contract' });
    expect((await person.get('/api/records/Consents')).json.rows).toEqual([]); // the one row, on another basis
    await line.close();
  });
});
