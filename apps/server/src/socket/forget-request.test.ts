import { createServer, type IncomingMessage } from 'node:http';
import type { AddressInfo } from 'node:net';
import { setImmediate as turn } from 'node:timers/promises';
import { setFlagsFromString } from 'node:v8';
import { runInNewContext } from 'node:vm';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { Server } from 'socket.io';
import { io, type Socket } from 'socket.io-client';
import { forgetRequest, noteResponse } from './forget-request.ts';

describe('a connection that is admitted', () => {
  const http = createServer();
  const server = new Server(http, { perMessageDeflate: false });
  const requests: WeakRef<IncomingMessage>[] = [];
  let collect: () => void;

  beforeAll(async () => {
    setFlagsFromString('--expose-gc');
    collect = runInNewContext('gc') as () => void;
    server.engine.use(noteResponse);
    server.engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
      requests.push(new WeakRef(request));
      next();
    });
    server.on('connection', (socket) => {
      forgetRequest(socket);
      socket.on('echo', (said: string, done: (said: string) => void) => done(said));
    });
    await new Promise<void>((ready) => http.listen(0, '127.0.0.1', ready));
  });
  afterAll(() => server.close());

  const connect = async (transports: string[]): Promise<Socket> => {
    const { port } = http.address() as AddressInfo;
    const socket = io(`http://127.0.0.1:${port}`, { transports, forceNew: true });
    if (transports.length > 1)
      await new Promise((upgraded) => socket.io.on('open', () => socket.io.engine.once('upgrade', upgraded)));
    else await new Promise<void>((connected) => socket.once('connect', connected));
    expect(await socket.emitWithAck('echo', 'still there')).toBe('still there');
    return socket;
  };

  test.each([[['websocket']], [['polling', 'websocket']]])(
    '[SV74] the request it came with is let go while it lives: %s',
    async (transports) => {
      requests.length = 0;
      const sockets = await Promise.all([1, 2, 3].map(() => connect(transports)));
      for (let n = 0; n < 5; n++) {
        await turn();
        collect();
      }
      expect(requests.length).toBeGreaterThanOrEqual(3);
      expect(requests.filter((request) => request.deref()).length).toBe(0);
      for (const socket of sockets) {
        expect(await socket.emitWithAck('echo', 'and now')).toBe('and now');
        socket.disconnect();
      }
    },
  );
});
