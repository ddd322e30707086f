import { afterAll, beforeAll, describe, expect, jest, test } from '@jest/globals';
import { markOverdue } from '../../apps/server/src/privacy/overdue.ts';
import { startServer, type Line, type Loose, type Person, type TestServer } from '../support/server.ts';
import { makePrivacyWorld, type PrivacyWorld } from '../support/privacy-world.ts';

let server: TestServer;
let world: PrivacyWorld;
const lines: Line[] = [];

beforeAll(async () => {
  server = await startServer({ database: 'pglite' });
  world = await makePrivacyWorld(server, 'school');
}, 60_000);
afterAll(async () => {
  await Promise.all(lines.map((line) => line.close()));
  await server.close();
});

const watching = async (person: Person, module: string): Promise<Line> => {
  const line = await person.connect();
  lines.push(line);
  await line.subscribe(module);
  return line;
};
const done = async (person: Person, name: string, input: object): Promise<Loose> => {
  const { status, json } = await person.command(name, input);
  if (status !== 200) throw new Error(`${name} answered ${status} ${JSON.stringify(json)}`);
  return json.result;
};
const refusal = async (person: Person, name: string, input: object): Promise<string> =>
  (await person.command(name, input)).json.code;
const row = async (person: Person, module: string, id: string): Promise<Loose> =>
  (await person.get(`/api/records/${module}/${id}`)).json;
const filed = async (person: Person, kind: string, more: object = {}): Promise<string> =>
  (await done(person, 'file-data-request', { kind, ...more })).request;
/** The frame's change of a record, from a place in what was heard. */
const changeOf = async (line: Line, id: string, from: number): Promise<Loose> =>
  (await line.next('frame', (frame) => frame.changes.some((one: Loose) => one.id === id), from)).changes.find(
    (one: Loose) => one.id === id,
  );
const inProgress = async (request: string): Promise<void> => {
  await done(world.officer, 'verify-identity', { request, method: 'Called back' });
  await done(world.officer, 'start-data-request', { request });
};
const child = async (person: Person, name: string): Promise<string> =>
  (await done(person, 'create-record', { module: 'Contacts', fields: { Name: name } })).id;
const never = '00000000-0000-4000-8000-00000000ffff';

describe('requests of data subjects', () => {
  test('[S0-99] [R-3] a request is live for officer and subject, from filing to its answer, and nobody else hears of it', async () => {
    const [officer, anna, berta] = await Promise.all(
      [world.officer, world.anna, world.berta].map((one) => watching(one, 'DataRequests')),
    );
    const from = anna!.heard.length;
    const at = officer!.heard.length;
    const id = await filed(world.anna, 'Export');
    expect(await changeOf(anna!, id, from)).toMatchObject({
      op: 'put',
      fields: { Kind: 'Export', Status: 'Received', FiledBy: 'Subject', Contacts: world.contacts.anna, Overdue: false },
    });
    expect(await changeOf(officer!, id, at)).toMatchObject({ op: 'put', fields: { Status: 'Received' } });
    for (const [name, more, status] of [
      ['ask-for-identity', { ask: 'Please call us' }, 'IdentityPending'],
      ['verify-identity', { method: 'Called back' }, 'Verified'],
      ['start-data-request', {}, 'InProgress'],
      ['complete-data-request', { notice: 'Sent by post' }, 'Done'],
    ] as const) {
      const [heard, seen] = [anna!.heard.length, officer!.heard.length];
      await done(world.officer, name, { request: id, ...more });
      const told = await changeOf(anna!, id, heard);
      expect(told).toMatchObject({ op: 'patch', fields: { Status: status } });
      expect(Object.keys(told.fields)).not.toContain('IdentityMethod');
      expect(await changeOf(officer!, id, seen)).toMatchObject({ fields: { Status: status } });
    }
    await berta!.ask('caught-up', {});
    expect(JSON.stringify(berta!.heard)).not.toContain(id);
    expect((await row(world.anna, 'DataRequests', id)).fields).not.toHaveProperty('IdentityMethod');
  });

  test('[S0-100] on behalf of a person one added, and of nobody else: hidden and never-existing are not found', async () => {
    const kim = await child(world.anna, 'Kim');
    const id = await filed(world.anna, 'Rectify', {
      subject: { module: 'Contacts', id: kim },
      details: 'Kim, not Jim',
    });
    expect((await row(world.officer, 'DataRequests', id)).fields).toMatchObject({ FiledBy: 'Adder', Contacts: kim });
    const others = [world.contacts.berta, await child(world.berta, 'Lee'), never];
    for (const other of others) {
      const input = { kind: 'Erase', subject: { module: 'Contacts', id: other } };
      expect(await refusal(world.anna, 'file-data-request', input)).toBe('not-found');
    }
    expect((await world.berta.get(`/api/records/DataRequests/${id}`)).status).toBe(404);
  });

  test('[S0-99] [PV12] no way leads from an unverified person to what is asked for', async () => {
    for (const kind of ['Export', 'Erase', 'Stop', 'Rectify']) {
      const id = await filed(world.anna, kind, { details: 'x' });
      for (const name of ['start-data-request', 'complete-data-request'])
        expect(await refusal(world.officer, name, { request: id })).toBe('not-possible');
      await done(world.officer, 'ask-for-identity', { request: id, ask: 'Who are you?' });
      for (const name of ['start-data-request', 'complete-data-request'])
        expect(await refusal(world.officer, name, { request: id })).toBe('not-possible');
      await done(world.officer, 'verify-identity', { request: id, method: 'Passport seen' });
      expect(await refusal(world.officer, 'complete-data-request', { request: id })).toBe('not-possible');
      await done(world.officer, 'refuse-data-request', { request: id, code: 'Other', reason: 'Withdrawn' });
      for (const name of ['verify-identity', 'start-data-request', 'complete-data-request'])
        expect(await refusal(world.officer, name, { request: id, method: 'x' })).not.toBe(undefined);
    }
  });

  test('[PV13] extended once, with its reason, before it is due; refused with reason code, reasons and the right to complain', async () => {
    const id = await filed(world.anna, 'Export');
    const before = (await row(world.officer, 'DataRequests', id)).fields;
    expect(await refusal(world.officer, 'extend-data-request', { request: id })).toBe('invalid');
    await done(world.officer, 'extend-data-request', { request: id, reason: 'Many systems' });
    const after = (await row(world.anna, 'DataRequests', id)).fields;
    expect(after).toMatchObject({ Extended: true, ExtensionReason: 'Many systems' });
    expect(after.DueOn > before.DueOn).toBe(true);
    expect(await refusal(world.officer, 'extend-data-request', { request: id, reason: 'Again' })).toBe('not-possible');
    expect(await refusal(world.officer, 'refuse-data-request', { request: id, code: 'Excessive' })).toBe('invalid');
    await done(world.officer, 'refuse-data-request', { request: id, code: 'Excessive', reason: 'The tenth today' });
    const { Notice, Status, RefusalCode } = (await row(world.anna, 'DataRequests', id)).fields;
    expect([Status, RefusalCode]).toEqual(['Refused', 'Excessive']);
    expect(Notice).toMatch(/The tenth today[^]*complaint/);
  });

  test('[S0-99] [PV2] stopping restricts the record; the person still sees the request, hears before it is lifted, and sees himself again', async () => {
    const people = await watching(world.anna, 'Contacts');
    const requests = await watching(world.anna, 'DataRequests');
    const own = { module: 'Contacts', id: world.contacts.anna };
    const id = await filed(world.anna, 'Stop');
    await inProgress(id);
    const from = people.heard.length;
    await done(world.officer, 'complete-data-request', { request: id });
    expect(await changeOf(people, own.id, from)).toEqual({ op: 'remove', ...own });
    expect((await row(world.anna, 'DataRequests', id)).fields).toMatchObject({ Status: 'Done', Outcome: 'Restricted' });
    expect((await row(world.officer, 'Contacts', own.id)).may).toBe(65_536);
    expect(await filed(world.anna, 'Export')).toBeTruthy();
    expect(await refusal(world.officer, 'lift-restriction', own)).toBe('not-possible');
    const heard = requests.heard.length;
    await done(world.officer, 'announce-lifting', { ...own, reason: 'The claim is settled' });
    expect(await changeOf(requests, id, heard)).toMatchObject({ fields: { LiftingReason: 'The claim is settled' } });
    const lifted = people.heard.length;
    await done(world.officer, 'lift-restriction', own);
    expect(await changeOf(people, own.id, lifted)).toMatchObject({ op: 'put', id: own.id });
  });

  test('[S0-99] [PV14] an erased record is withdrawn from everybody and nobody restores it; what the log still holds is marked as due', async () => {
    const kim = await child(world.anna, 'Kim');
    const subject = { module: 'Contacts', id: kim };
    const id = await filed(world.anna, 'Erase', { subject });
    await inProgress(id);
    await done(world.officer, 'complete-data-request', { request: id });
    for (const person of [world.anna, world.officer, world.sales])
      expect((await person.get(`/api/records/Contacts/${kim}`)).status).toBe(404);
    expect(await refusal(world.officer, 'restore-record', subject)).toBe('restricted');
    expect(await refusal(world.officer, 'lift-restriction', subject)).toBe('not-possible');
    expect((await row(world.anna, 'DataRequests', id)).fields).toMatchObject({ Status: 'Done', Outcome: 'ScrubDue' });
  });

  test('[PV15] a request is written by its own commands alone, and staff without the right do not meet it', async () => {
    const id = await filed(world.anna, 'Export');
    const named = { module: 'DataRequests', id };
    const set = { Status: 'Done' };
    for (const person of [world.officer, world.anna]) {
      expect(await refusal(person, 'update-record', { ...named, set })).toBe('forbidden');
      expect(await refusal(person, 'delete-record', named)).toBe('forbidden');
      expect(await refusal(person, 'copy-record', named)).toBe('forbidden');
      expect(await refusal(person, 'create-record', { module: 'DataRequests', fields: set })).toBe('forbidden');
    }
    const rows = [{ externalId: 'r', fields: set }];
    const imported = await done(world.officer, 'import-records', { module: 'DataRequests', rows });
    expect(imported.rows).toMatchObject([{ outcome: 'refused' }]);
    expect((await world.sales.get(`/api/records/DataRequests/${id}`)).status).toBe(404);
    expect((await world.sales.get('/api/records/DataRequests')).status).toBe(404);
    for (const name of ['verify-identity', 'complete-data-request', 'refuse-data-request', 'start-data-request'])
      for (const person of [world.sales, world.anna])
        expect(await refusal(person, name, { request: id, method: 'x', code: 'Other', reason: 'x' })).toMatch(
          /forbidden|invalid/,
        );
  });

  test('[S0-95] without compliance there is no data-privacy part for anybody; switched on again, what it held is there', async () => {
    const id = await filed(world.anna, 'Export');
    await done(world.officer, 'configure-privacy', { compliance: false });
    for (const person of [world.anna, world.officer])
      expect((await person.get(`/api/records/DataRequests/${id}`)).status).toBe(404);
    expect(Object.keys((await world.anna.get('/api/ability')).json.tabs)).toEqual(['Contacts']);
    expect(await refusal(world.anna, 'file-data-request', { kind: 'Export' })).toBe('not-found');
    await done(world.officer, 'configure-privacy', { compliance: true });
    expect((await row(world.anna, 'DataRequests', id)).fields).toMatchObject({ Status: 'Received' });
  });
});

describe('lawful bases and consent', () => {
  const about = (id: string) => ({ module: 'Contacts', id });
  const basis = (id: string, purpose: string, on: string) =>
    done(world.officer, 'set-lawful-basis', { ...about(id), purpose, basis: on });
  const shown = async (person: Person): Promise<Loose[]> => (await person.get('/api/records/Consents')).json.rows;

  test('[S0-93] [S0-96] one of six bases stands for a person and purpose; the person sees it only where it is consent', async () => {
    const six = ['Contract', 'LegalObligation', 'VitalInterests', 'PublicInterest', 'LegitimateInterests', 'Consent'];
    for (const on of six) {
      await basis(world.contacts.anna, 'Newsletter', on);
      const mine = await shown(world.anna);
      expect(mine.map(({ fields }) => fields.Basis)).toEqual(on === 'Consent' ? ['Consent'] : []);
    }
    const input = { ...about(world.contacts.anna), purpose: 'Newsletter', basis: 'Because' };
    expect(await refusal(world.officer, 'set-lawful-basis', input)).toBe('invalid');
    expect(await refusal(world.anna, 'set-lawful-basis', { ...input, basis: 'Contract' })).toBe('forbidden');
  });

  test('[S0-94] [S0-98] [R-3] consent is demonstrable, live, and as easy to withdraw as to give; without it the purpose is blocked', async () => {
    await basis(world.contacts.anna, 'Photos', 'Consent');
    await done(world.officer, 'define-consent-form', { purpose: 'Photos', wording: 'You may print my photo.' });
    const line = await watching(world.anna, 'Consents');
    const before = (await shown(world.anna)).find(({ fields }) => fields.Purpose === 'Photos');
    expect(before.fields).toMatchObject({ State: 'Waiting', Allowed: false });
    const from = line.heard.length;
    await done(world.anna, 'give-consent', { purpose: 'Photos', version: 1 });
    const told = await changeOf(line, before.id, from);
    const given = { State: 'Given', Allowed: true, Version: 1, Wording: 'You may print my photo.', How: 'portal' };
    expect(told.fields).toMatchObject({ ...given, GivenBy: world.members.anna });
    expect(told.fields.GivenAt).toMatch(/^\d{4}-/);
    await done(world.officer, 'define-consent-form', {
      purpose: 'Photos',
      wording: 'You may print and post my photo.',
    });
    expect((await row(world.anna, 'Consents', before.id)).fields).toMatchObject(given);
    expect(await refusal(world.anna, 'give-consent', { purpose: 'Photos', version: 1 })).toBe('not-possible');
    const withdrawn = line.heard.length;
    await done(world.anna, 'withdraw-consent', { purpose: 'Photos' });
    expect((await changeOf(line, before.id, withdrawn)).fields).toMatchObject({ State: 'Withdrawn', Allowed: false });
  });

  test('[S0-97] a portal user updates the consent of a person he added, and of nobody else', async () => {
    const kim = await child(world.anna, 'Kim');
    await done(world.officer, 'define-consent-form', { purpose: 'Trips', wording: 'Kim may come along.' });
    for (const id of [kim, world.contacts.berta]) await basis(id, 'Trips', 'Consent');
    await done(world.anna, 'give-consent', { purpose: 'Trips', version: 1, subject: about(kim) });
    const rows = (await shown(world.anna)).filter(({ fields }) => fields.Purpose === 'Trips');
    expect(rows.map(({ fields }) => [fields.Contacts, fields.State])).toEqual([[kim, 'Given']]);
    for (const id of [world.contacts.berta, never]) {
      const input = { purpose: 'Trips', version: 1, subject: about(id) };
      expect(await refusal(world.anna, 'give-consent', input)).toBe('not-found');
    }
    expect((await shown(world.berta)).map(({ fields }) => fields.State)).toEqual(['Waiting']);
  });
});

describe('what a person takes along', () => {
  test('[S0-99] [PV17] one exports one’s own record and what one made, in one’s own view and no more', async () => {
    const kim = await child(world.anna, 'Kim, exported');
    const { modules } = (await world.anna.get('/api/my-data')).json;
    const contacts = modules.find((one: Loose) => one.module === 'Contacts').records;
    expect(contacts.map(({ id }: Loose) => id)).toEqual(expect.arrayContaining([kim, world.contacts.anna]));
    expect(new Set(contacts.flatMap(({ fields }: Loose) => Object.keys(fields)))).toEqual(
      new Set(['Name', 'Email', 'Phone']),
    );
    expect(JSON.stringify(modules)).not.toContain(world.contacts.berta);
    expect(JSON.stringify(modules)).not.toContain('IdentityMethod');
    expect((await world.officer.get('/api/my-data')).status).toBe(404);
  });
});

test('[S0-99] [PV16] a request that is not answered in time is marked overdue, once, and officer and person see it as it happens', async () => {
  const clock = jest.spyOn(Date, 'now').mockReturnValue(Date.now() - 40 * 86_400_000);
  const old = await makePrivacyWorld(server, 'overdue');
  const { request } = await server.run(old.portal, old.members.anna, 'file-data-request', { kind: 'Export' });
  clock.mockRestore();
  const anna = await watching(await server.signIn('overdue', 'anna@parents.example.com'), 'DataRequests');
  const officer = await watching(await server.signIn('overdue', 'admin@overdue.example.com'), 'DataRequests');
  const { log, directory } = server.house;
  const tools = { log, execute: (asked: Parameters<typeof directory.execute>[0]) => directory.execute(asked) };
  const { portal } = (await log.settings(old.portal))!;
  const head = await log.head(old.portal);
  await markOverdue(tools, portal, new Date(Date.now() - 20 * 86_400_000).toISOString());
  expect(await log.head(old.portal)).toBe(head);
  for (const _ of ['first', 'again']) await markOverdue(tools, portal, new Date().toISOString());
  expect(await log.head(old.portal)).toBe(head + 1);
  for (const line of [anna, officer]) expect((await changeOf(line, request, 0)).fields).toEqual({ Overdue: true });
}, 30_000);
