import { createServer, request } from 'node:http';
import { once } from 'node:events';
import type { AddressInfo } from 'node:net';

/** A line to a server that lets HTTP pass and no WebSocket, as some companies' proxies do. */
export async function plainHttpLine(
  target: string,
): Promise<{ url: string; upgrades: number; close(): Promise<void> }> {
  const proxy = createServer((near, answer) => {
    const { method, headers } = near;
    const far = request(new URL(near.url ?? '', target), { method, headers }, (reply) => {
      answer.writeHead(reply.statusCode ?? 502, reply.headers);
      reply.pipe(answer);
    });
    far.on('error', () => answer.destroy());
    answer.on('close', () => far.destroy());
    near.pipe(far);
  });
  const line = {
    url: '',
    /** How many WebSockets were asked for, and refused. */
    upgrades: 0,
    async close(): Promise<void> {
      proxy.closeAllConnections();
      proxy.close();
      await once(proxy, 'close');
    },
  };
  proxy.on('upgrade', (_request, socket) => {
    line.upgrades += 1;
    socket.end('HTTP/1.1 400 Bad Request\r\nconnection: close\r\n\r\n');
  });
  await once(proxy.listen(0, '127.0.0.1'), 'listening');
  line.url = `http://127.0.0.1:${(proxy.address() as AddressInfo).port}`;
  return line;
}
