import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';

/**
 * A poll that comes twice was sent again by a browser or a proxy whose connection broke before it heard the answer.
 * That answer may have held messages, and neither end would ever notice that they are lost: so the connection ends, and
 * its client resumes from its cursor. Engine.IO's client gives each poll a name of its own, `t`.
 */
export function endRepeatedPolls({ engine }: Pick<Server, 'engine'>): void {
  const polling = new Map<string, { last: string | null; end(): void }>();
  engine.on('connection', (connection) => {
    if (connection.transport.name !== 'polling') return;
    polling.set(connection.id, { last: null, end: () => connection.close(true) });
    connection.once('close', () => polling.delete(connection.id));
  });
  engine.use(({ method, url = '/' }: IncomingMessage, _response: unknown, next: () => void) => {
    const asked = new URL(url, 'http://here').searchParams;
    const connection = polling.get(asked.get('sid') ?? '');
    const name = asked.get('t');
    if (method === 'GET' && connection && name !== null) {
      if (connection.last === name) connection.end();
      connection.last = name;
    }
    next();
  });
}
