import { expect, test } from '@jest/globals';
import { Presences } from './presence.ts';
import type { Answered } from './wire.ts';

type Sent = { readonly message: unknown; readonly answered: Answered };

function desk() {
  const sent: Sent[] = [];
  const line = { open: true, now: 1 };
  const presences = new Presences({
    send: (message, answered) => {
      if (line.open) sent.push({ message, answered });
      return line.open;
    },
    now: () => line.now,
  });
  const said = async () => {
    await Promise.resolve();
    return sent.splice(0).map(({ message }) => message);
  };
  return { presences, line, sent, said };
}
const deal = { module: 'Deals', id: 'd1' };
const kei = { member: 'm1', kind: 'portal-user' as const, name: 'Kei', at: { editing: 'Stage' } };

test('[SD50] what parts of a page say of one record is told as one, once a turn, and the last to go leaves', async () => {
  const { presences, said } = desk();
  const [a, b] = [presences.room('Deals', 'd1'), presences.room('Deals', 'd1')];
  const stop = a.subscribe(() => {});
  b.enter({ viewing: 'Name' });
  a.enter({ editing: 'Stage' });
  expect(await said()).toEqual([{ ...deal, at: { editing: 'Stage', viewing: 'Name' }, watch: true }]);
  a.leave();
  a.enter({ editing: 'Stage' }); // as a component that draws again
  expect(await said()).toEqual([]);
  a.leave();
  stop();
  expect(await said()).toEqual([{ ...deal, at: { viewing: 'Name' }, watch: false }]);
  b.leave();
  expect(await said()).toEqual([{ ...deal, at: null, watch: false }]);
  presences.connected();
  expect(await said()).toEqual([]);
});

test('[SD50] where one is is said again on every connection', async () => {
  const { presences, line, said } = desk();
  line.open = false;
  const room = presences.room('Deals', 'd1');
  room.enter({});
  expect(await said()).toEqual([]);
  line.open = true;
  for (let connection = 0; connection < 2; connection++) {
    presences.connected();
    expect(await said()).toEqual([{ ...deal, at: {}, watch: false }]);
  }
});

test('[SD51] others are those told last; without a connection, refused or gone, nobody is', async () => {
  const { presences, line, sent } = desk();
  const room = presences.room('Deals', 'd1');
  presences.told({ ...deal, others: [kei] });
  expect(room.get().others).toEqual([]);
  const heard: string[][] = [];
  const stop = room.subscribe(({ others }) => heard.push(others.map(({ name }) => String(name))));
  await Promise.resolve();
  presences.told({ ...deal, others: [kei] });
  const [before] = room.get().others;
  expect(before).toEqual({ id: 'm1', kind: 'portal-user', name: 'Kei', data: { editing: 'Stage' }, lastSeen: 1 });
  line.now = 5;
  presences.told({ ...deal, others: [kei, { ...kei, member: 'm2', name: 'Aya' }] });
  expect(room.get().others[0]).toBe(before);
  presences.lost();
  presences.told({ ...deal, others: [kei] });
  sent[0]!.answered({ problem: { code: 'not-found', message: '' } });
  expect(heard).toEqual([['Kei'], ['Kei', 'Aya'], [], ['Kei'], []]);
  stop();
  expect(room.get().others).toEqual([]);
});
