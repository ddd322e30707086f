import type { IncomingMessage } from 'node:http';
import type { Server } from 'socket.io';

/** Engine.IO's connection with what its types hide. */
type Connection = {
  readonly id: string;
  /** `shouldClose` is there while the transport waits for one more poll, so that it can say that it closes. */
  readonly transport: { readonly name: string; shouldClose?: (() => void) | null };
  close(discard: boolean): unknown;
  once(event: 'close', heard: () => void): unknown;
};
type Polling = { readonly connection: Connection; lastPoll: string | null };

/** The connections that began by polling, and what goes wrong with these alone. */
export class PollingConnections {
  readonly #open = new Map<string, Polling>();

  constructor({ engine }: Pick<Server, 'engine'>) {
    engine.on('connection', (connection: Connection) => {
      if (connection.transport.name !== 'polling') return;
      this.#open.set(connection.id, { connection, lastPoll: null });
      connection.once('close', () => this.#open.delete(connection.id));
    });
    engine.use((request: IncomingMessage, _response: unknown, next: () => void) => {
      this.#endIfRepeated(request);
      next();
    });
  }

  /** Lets go of who does not poll any more: each would keep the process for half a minute. For when all were told bye. */
  endAll(): void {
    for (const { connection } of this.#open.values()) {
      connection.close(true);
      connection.transport.shouldClose?.();
    }
  }

  /**
   * A poll that comes twice was sent again by a browser or a proxy whose connection broke before it heard the answer.
   * That answer may have held messages, and neither end would ever notice that they are lost: so the connection ends,
   * and its client resumes from its cursor. Engine.IO's client gives each poll a name of its own, `t`.
   */
  #endIfRepeated({ method, url = '/' }: IncomingMessage): void {
    const asked = new URL(url, 'http://here').searchParams;
    const polling = this.#open.get(asked.get('sid') ?? '');
    const poll = asked.get('t');
    if (method !== 'GET' || !polling || poll === null) return;
    if (polling.lastPoll === poll) polling.connection.close(true);
    polling.lastPoll = poll;
  }
}
