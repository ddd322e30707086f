import { afterAll, afterEach, beforeEach, expect, test } from '@jest/globals';
import { Window } from 'happy-dom';
import { act, type ReactNode } from 'react';
import { createRoot, type Root } from 'react-dom/client';
import type { Answer, Change, View } from './contract.ts';
import { createClient, type Client } from './create-client.ts';
import { createHooks } from './react.ts';
import { card, ScriptedServer, welcome, type Guest } from './test/scripted-server.ts';

/** A page without a browser: React needs a document to draw into, and nothing else of it. */
const page = new Window({ url: 'http://127.0.0.1/' });
Object.assign(globalThis, { IS_REACT_ACT_ENVIRONMENT: true });
const browser = { window: page, document: page.document };
/** A list that nobody looks at any more is kept for two seconds: that is nothing to stay alive for. */
const { setTimeout: timed } = globalThis;
Object.assign(globalThis, { setTimeout: (act: () => void, ms?: number) => timed(act, ms).unref() });
const hooks = createHooks();
const { PortalProvider, useLiveRecords, useRecord, useStatus, useConflicts, useInbox, useCommand, useCan, Can } = hooks;

let server: ScriptedServer;
let client: Client;
let guest: Guest;
let root: Root;
let place: HTMLElement;
const drawn = new Map<string, number>();
const count = (name: string): void => void drawn.set(name, (drawn.get(name) ?? 0) + 1);
const deal = (id: string, Stage = 'New', may = 1): View => ({
  id,
  layout: 'Standard',
  may,
  fields: { Name: id, Stage },
});
const patch = (id: string, fields: Record<string, string>): Change => ({ op: 'patch', module: 'Deals', id, fields });

beforeEach(async () => {
  server = new ScriptedServer();
  client = createClient({ url: await server.listen(), auth: async () => 'x.e30.y' });
  client.live('Deals');
  guest = await server.guest();
  guest.say('welcome', welcome());
  await guest.heard('subscribe');
  guest.say('snapshot', { module: 'Deals', rows: [deal('a'), deal('b')], more: false, token: 't1' });
  for (let each = 0; each < 2; each++) (await guest.heard('caught-up')).ack({ token: 't1' });
  while (client.status.get().state !== 'live') await new Promise((go) => client.status.subscribe(go));
  drawn.clear();
  Object.assign(globalThis, browser);
  place = page.document.createElement('div') as unknown as HTMLElement;
  root = createRoot(place);
});
afterEach(async () => {
  await act(async () => root.unmount());
  for (const name of Object.keys(browser)) Reflect.deleteProperty(globalThis, name);
  await client.close();
  await server.close();
});

afterAll(() => page.happyDOM.close());

async function draw(what: ReactNode): Promise<void> {
  await act(async () => root.render(<PortalProvider client={client}>{what}</PortalProvider>));
}

let tokens = 1;
/** What the server says in one frame, drawn. */
async function frame(changes: Change[], answers: Answer[] = []): Promise<void> {
  await act(async () => {
    const come = new Promise<void>((resolve) => {
      const stop = client.events.subscribe(({ dir, kind }) => {
        if (dir !== 'in' || kind !== 'frame') return;
        stop();
        resolve();
      });
    });
    guest.say('frame', { token: `t${(tokens += 1)}`, changes, answers });
    await come;
  });
}
const refusal = (id: string, code: string): Answer => ({
  id,
  status: 'rejected',
  replayed: false,
  code,
  message: 'No.',
  issues: [],
  conflicts: [{ field: 'Stage', base: 'New', mine: 'Won', theirs: 'Lost' }],
});

function Names() {
  count('names');
  const { rows } = useLiveRecords('Deals', { fields: ['Name'] });
  return <i>{rows.map((row) => row['Name']).join()}</i>;
}
function Stage({ id }: { id: string }) {
  count(`stage ${id}`);
  const { value, pending, readOnly, conflict } = useRecord('Deals', id).edit('Stage');
  return (
    <b>
      {value} {pending && 'pending'} {readOnly && 'closed'} {String(conflict?.theirs ?? '')}
    </b>
  );
}

test('[SD32] a change of one record draws that record and the lists that read what changed, and nothing else', async () => {
  await draw(
    <>
      <Names />
      <Stage id="a" />
      <Stage id="b" />
    </>,
  );
  await act(async () => void (await import('./shape.ts')));
  expect(place.textContent).toContain('a,b');
  drawn.clear();
  await frame([patch('a', { Stage: 'Won' })]);
  expect([...drawn]).toEqual([['stage a', 1]]);
  drawn.clear();
  await frame([patch('b', { Name: 'B' })]);
  expect([...drawn].sort()).toEqual([
    ['names', 1],
    ['stage b', 1],
  ]);
  expect(place.textContent).toContain('a,B');
});

test('[SD32] what concerns nobody on the page draws nothing', async () => {
  function Waiting() {
    count('waiting');
    return <i>{useStatus(({ pendingWrites }) => pendingWrites)}</i>;
  }
  function Busy() {
    count('busy');
    return <i>{String(useCommand('delete-record')[1].busy)}</i>;
  }
  await draw(
    <>
      <Stage id="a" />
      <Waiting />
      <Busy />
    </>,
  );
  drawn.clear();
  await frame([patch('b', { Stage: 'Won' })]);
  await act(async () => {
    const fence = client.caughtUp();
    (await guest.heard('caught-up')).ack({ token: 't99' });
    await fence;
  });
  expect([...drawn]).toEqual([]);
});

test('[SD32] an edit is drawn as pending, then with the other value when it met one, and settled from there', async () => {
  function Conflicts() {
    const [first] = useConflicts();
    return first ? <button onClick={() => void first.resolve(() => 'mine')}>mine</button> : <i>none</i>;
  }
  await draw(
    <>
      <Stage id="a" />
      <Conflicts />
    </>,
  );
  let key = '';
  await act(async () => {
    key = client.update('Deals', 'a', { Stage: 'Won' }).key;
  });
  expect(place.textContent).toContain('Won pending');
  await frame([patch('a', { Stage: 'Lost' })], [refusal(key, 'conflict')]);
  await act(async () => void (await import('./conflicts.ts')));
  expect(place.textContent).toContain('Lost   Lostmine');
  await act(async () => place.querySelector('button')?.click());
  expect(place.textContent).toContain('Won pending  none');
  await guest.heard('command');
  expect((await guest.heard('command')).message).toMatchObject({
    input: { set: { Stage: 'Won' }, base: { Stage: 'Lost' } },
  });
});

test('[SD32] a conflict goes with the field it is about', async () => {
  await draw(<Stage id="a" />);
  let key = '';
  await act(async () => {
    key = client.update('Deals', 'a', { Stage: 'Won' }).key;
  });
  await frame([patch('a', { Stage: 'Lost' })], [refusal(key, 'conflict')]);
  await act(async () => void (await import('./conflicts.ts')));
  expect(client.conflicts.get().length).toBe(1);
  await frame([{ op: 'remove', module: 'Deals', id: 'a' }]);
  expect(client.conflicts.get()).toEqual([]);
});

test('[SD32] what a page may offer turns with the rights, on the record and on the module', async () => {
  function Deleting() {
    count('deleting');
    return <i>{useCan('delete', 'Deals', { id: 'a' }) ? 'may' : 'may not'}</i>;
  }
  await draw(
    <>
      <Deleting />
      <Can I="update" a="Deals" field="Stage">
        <b>open</b>
      </Can>
    </>,
  );
  expect(place.textContent).toBe('may notopen');
  drawn.clear();
  await frame([patch('a', { Stage: 'Won' })]);
  expect([...drawn]).toEqual([]);
  await frame([{ op: 'patch', module: 'Deals', id: 'a', may: 3 }]);
  expect(place.textContent).toBe('mayopen');
  await act(async () => {
    const changed = new Promise<void>((resolve) => client.ability.onChange(() => resolve()));
    guest.say('ability', card(['Name']));
    await changed;
  });
  expect(place.textContent).toBe('may');
});

test('[SD32] the inbox is drawn as it fills and empties', async () => {
  function Inbox() {
    const entries = useInbox();
    return <i>{entries.map(({ code }) => code).join() || 'empty'}</i>;
  }
  await draw(<Inbox />);
  expect(place.textContent).toBe('empty');
});
