import { Socket } from 'node:net';
import { expect, test } from '@jest/globals';
import type { EngineConnection } from '@genkan/realtime/direct-write';
import { Directness } from './directness.ts';

const connection = (transport: object): EngineConnection =>
  ({ readyState: 'open', upgrading: false, writeBuffer: [], transport }) as unknown as EngineConnection;
const polling = connection({ name: 'polling' });
const usual = connection({ name: 'websocket', socket: { readyState: 1, bufferedAmount: 0, _socket: new Socket() } });
const other = connection({ name: 'websocket', socket: { readyState: 1, bufferedAmount: 0, _socket: {} } });

test('[SV34] the first WebSocket connection decides, a polling one before it does not', () => {
  const doubts: string[] = [];
  const directness = new Directness(() => doubts.push('doubt'));
  expect([directness.of(polling), directness.of(usual), directness.of(other)]).toEqual([false, true, true]);
  expect(doubts).toEqual([]);
});

test('[SV34] on doubt nothing is ever written directly, and that is told once', () => {
  const doubts: string[] = [];
  const directness = new Directness(() => doubts.push('doubt'));
  expect([directness.of(other), directness.of(usual), directness.of(polling)]).toEqual([false, false, false]);
  expect(doubts).toEqual(['doubt']);
});
