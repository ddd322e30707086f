import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { afterAll, beforeAll, expect, test } from '@jest/globals';
import { Server, type Socket } from 'socket.io';
import { PollingConnections } from './polling.ts';

const http = createServer();
const server = new Server(http);
let polling: PollingConnections;
beforeAll(async () => {
  polling = new PollingConnections(server);
  await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
});
afterAll(() => server.close());

/** A client that polls by hand. `poll` names its request, as Engine.IO's client does. */
async function connected() {
  const { port } = http.address() as AddressInfo;
  const ask = async (query: string, init: RequestInit = {}) => {
    const reply = await fetch(`http://127.0.0.1:${port}/socket.io/?EIO=4&transport=polling${query}`, init);
    return { status: reply.status, text: await reply.text() };
  };
  const joined = new Promise<Socket>((admitted) => server.once('connection', admitted));
  const { sid } = JSON.parse((await ask('')).text.slice(1));
  const poll = (name: string | null) => ask(`&sid=${sid}${name === null ? '' : `&t=${name}`}`);
  await ask(`&sid=${sid}`, { method: 'POST', body: '40' });
  const socket = await joined;
  const gone = new Promise<string>((told) => socket.once('disconnect', told));
  return { poll, socket, gone };
}

test('[SV55] a poll that is sent once more, because its answer was lost, ends the connection', async () => {
  const { poll, socket, gone } = await connected();
  expect((await poll('a')).text).toContain('40{');
  socket.emit('news', 1);
  expect((await poll('b')).text).toContain('["news",1]'); // the answer that a broken line takes with it
  socket.emit('news', 2);
  expect((await poll('b')).status).toBe(400);
  expect(await gone).toBe('forced close');
  expect((await poll('c')).status).toBe(400);
});

test('[SV55] polls of other names go on, and so do those of clients that give them none', async () => {
  for (const names of [
    ['a', 'b', 'a'],
    [null, null, null],
  ]) {
    const { poll, socket } = await connected();
    for (const [at, name] of names.entries()) {
      socket.emit('news', at);
      expect((await poll(name)).text).toContain(`["news",${at}]`);
    }
    socket.disconnect(true);
  }
});

test('[SV56] who was told bye and polls no more keeps nothing open once the doors are closed', async () => {
  const [first, second] = [await connected(), await connected()];
  await first.poll('a');
  first.socket.disconnect(true); // nothing waits: the transport closes at the next poll, or after half a minute
  second.socket.emit('news', 1);
  second.socket.disconnect(true); // what waits is sent with the next poll
  expect(server.engine.clientsCount).toBeGreaterThanOrEqual(2);
  polling.endAll();
  expect(server.engine.clientsCount).toBe(0);
});
