import { expect, test } from '@jest/globals';
import { canary } from '../oracle/canaries.ts';
import { Given, none, tab } from '../oracle/given.ts';
import type { Packet, RawSocket } from './rig/raw-socket.ts';
import { Withdrawals } from './rig/withdrawals.ts';

const socket = { opened: 0, readSince: 0, paused: false } as RawSocket;

test('[PR14] a value that comes after the answer to the command that took it counts as late, one that came before does not', () => {
  const given = new Given();
  const me = given.record('Contacts', { Name: 'me' });
  const reach = { kind: 'all', ...none } as const;
  const userType = given.type({ Deals: tab(['Name', 'Secret'], [reach]) });
  const member = given.member(userType, me);
  const secret = canary(123_456_789);
  given.record('Deals', { Name: 'a deal', Secret: secret });
  const { history } = given;
  const place = history.now.sequence;
  const command = {
    name: 'configure-user-type',
    input: { userType, tabs: { Deals: tab(['Name'], [reach]) } },
  } as const;
  given.did(command);

  const withdrawals = new Withdrawals();
  const packet = (at: number): Packet => ({
    bytes: `["frame",{"${secret}"}]`,
    kind: 'event',
    name: 'frame',
    body: {},
    at,
  });
  const judge = (at: number, where = place) =>
    withdrawals.judge(packet(at), where, { member, socket, excused: new Set() }, history);
  const before = performance.now();
  withdrawals.note(command, history.now.sequence);
  expect(judge(before)).toBeNull();
  expect(judge(performance.now() + 50, history.now.sequence)).toBeNull(); // that is a leak at its own place (LK1)
  expect(judge(performance.now() + 50)).toMatchObject({ found: [secret] });
  withdrawals.heard(packet(performance.now() + 20), history.now.sequence, socket);
  withdrawals.heard(packet(performance.now() + 900), history.now.sequence, socket);
  expect(withdrawals.histogram()).toMatch(/told in <= 10 ms: 0, <= 30 ms: 1,.*ms: 0; still sent for .*<= 100 ms: 1,/);
});
