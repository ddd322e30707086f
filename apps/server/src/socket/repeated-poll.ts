import type { IncomingMessage } from 'node:http';

type Connection = { close(discard: boolean): unknown };
/** What Engine.IO's server is, as far as polls are concerned. */
type Engine = {
  readonly clients: Readonly<Record<string, Connection | undefined>>;
  use(middleware: (request: IncomingMessage, response: unknown, next: () => void) => void): unknown;
};

/**
 * A poll that comes twice was sent again by a browser or a proxy whose connection broke before it heard the answer.
 * That answer may have held messages, and neither end would ever notice that they are lost: so the connection ends, and
 * its client resumes from its cursor. Engine.IO's client gives each poll a name of its own, `t`.
 */
export function endRepeatedPolls(engine: Engine): void {
  const last = new WeakMap<Connection, string>();
  engine.use(({ method, url = '/' }, _response, next) => {
    const asked = new URL(url, 'http://here').searchParams;
    const connection = engine.clients[asked.get('sid') ?? ''];
    const name = asked.get('t');
    if (method === 'GET' && connection && name !== null) {
      if (last.get(connection) === name) connection.close(true);
      last.set(connection, name);
    }
    next();
  });
}
