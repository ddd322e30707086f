import { Socket as TcpSocket } from 'node:net';
import { isDirectPossible, type EngineConnection } from '@genkan/realtime/direct-write';

/**
 * Whether frames may be written past Engine.IO at all: found out once, at the first WebSocket connection, because it
 * depends on how the installed versions are built and on nothing else. Until then, and on any doubt, they are not.
 */
export class Directness {
  readonly #doubt: () => void;
  #possible: boolean | null = null;

  /** `doubt` is told once that every frame goes the usual, slower way. */
  constructor(doubt: () => void) {
    this.#doubt = doubt;
  }

  of(connection: EngineConnection): boolean {
    if (this.#possible === null && connection.transport.name === 'websocket') {
      this.#possible = isDirectPossible(connection, (socket) => socket instanceof TcpSocket);
      if (!this.#possible) this.#doubt();
    }
    return this.#possible === true;
  }
}
