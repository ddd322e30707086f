import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { startServer, type TestServer } from '../support/server.ts';
import { found, refusal, type Founded } from './founded.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const fields = (title: string, ...names: string[]) => ({ kind: 'fields', title, fields: names });
const blocks = [
  fields('The deal', 'Name', 'Amount', 'Stage'),
  fields('Inside', 'Probability'),
  { kind: 'text', text: 'Call us before you change the stage.' },
  { kind: 'link', label: 'Price list', url: 'https://example.com/prices' },
  { kind: 'button', label: 'Win', command: 'update-record' },
];
const own = { kind: 'related', path: 'Contact' };
const tabs = (view?: string) => ({
  Deals: { layouts: { Standard: ['Name', 'Stage', 'Contact'] }, reaches: [own], ...(view && { view }) },
});

const draw = ({ say }: Founded, canvas: object | null) =>
  say('define-canvas', { module: 'Deals', layout: 'Standard', canvas });
const deals = (card: { json: { tabs: { Deals: { view: string; canvas?: { Standard: unknown[] } } } } }) =>
  card.json.tabs.Deals;

describe('lists and canvases', () => {
  test('[S0-53, S0-54] the list is what a tab shows, and a canvas is offered only where there is one', async () => {
    const acme = await found(server);
    const partners = await acme.type('Partners', tabs());
    const kei = await acme.user(partners);
    expect(deals(await kei.get('/api/ability')).view).toBe('list');
    const configure = () => acme.say('configure-user-type', { userType: partners, tabs: tabs('canvas') });
    const refused = await configure();
    expect(refusal(refused)).toEqual([422, 'invalid']);
    expect(refused.json.issues).toMatchObject([{ path: 'tabs.Deals.view' }]);
    expect((await draw(acme, { blocks })).status).toBe(200);
    expect(deals(await kei.get('/api/ability'))).not.toHaveProperty('canvas');
    expect((await configure()).status).toBe(200);
    expect(deals(await kei.get('/api/ability')).view).toBe('canvas');
    expect(refusal(await draw(acme, null))).toEqual([422, 'invalid']);
  });

  test('[S0-55, S0-65] a portal user’s canvas has no custom buttons or links, and nothing of hidden fields; staff’s is whole', async () => {
    const acme = await found(server);
    await draw(acme, { blocks });
    const kei = await acme.user(await acme.type('Partners', tabs('canvas')));
    const card = await kei.get('/api/ability');
    const full = { width: 'full', columns: 1 };
    expect(deals(card).canvas).toEqual({
      Standard: [
        { ...full, ...fields('The deal', 'Name', 'Stage') },
        { kind: 'text', width: 'full', text: 'Call us before you change the stage.' },
      ],
    });
    for (const hidden of ['Amount', 'Inside', 'Probability', 'Price list', 'Win"']) {
      expect(card.text).not.toContain(hidden);
    }
    expect(deals(await acme.admin.get('/api/ability')).canvas!.Standard).toMatchObject(blocks);
    expect(refusal(await kei.command('define-canvas', { module: 'Deals', layout: 'Standard', canvas: null }))).toEqual([
      403,
      'forbidden',
    ]);
  });

  test('[S0-53, R-3] who is connected is given a changed canvas, if it changed for him', async () => {
    const acme = await found(server);
    await draw(acme, { blocks });
    const kei = await acme.user(await acme.type('Partners', tabs('canvas')));
    const maria = await acme.user(await acme.type('Others', tabs()));
    const [his, hers] = [await kei.connect(), await maria.connect()];
    expect(await his.subscribe('Deals')).toEqual([]);
    const [inside, ...others] = [blocks[1]!, blocks[0]!, ...blocks.slice(2)];
    await draw(acme, { blocks: [...others, { ...inside, title: 'Deep inside' }] }); // hidden from both
    await draw(acme, { blocks: [fields('Only', 'Stage')] });
    const told = await his.next('ability');
    expect(told.tabs.Deals.canvas).toEqual({ Standard: [{ ...fields('Only', 'Stage'), width: 'full', columns: 1 }] });
    await hers.ask('caught-up', {});
    expect([his, hers].map(({ heard }) => heard.filter(({ event }) => event === 'ability').length)).toEqual([1, 0]);
    await Promise.all([his.close(), hers.close()]);
  });
});
