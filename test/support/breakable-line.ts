import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** A line to a server that a test can cut: everything through it ends at once, without a word, as when a network goes. */
export class BreakableLine {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #down = false;

  constructor(target: URL) {
    this.#server = createServer((near) => {
      if (this.#down) return void near.destroy();
      const far = connect(Number(target.port), target.hostname);
      for (const [one, other] of [
        [near, far],
        [far, near],
      ] as const) {
        this.#sockets.add(one);
        one.on('error', () => other.destroy());
        one.on('close', () => {
          this.#sockets.delete(one);
          other.destroy();
        });
        one.pipe(other);
      }
    });
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Cuts all connections; with `down` no new ones come about until `mend`. */
  cut(down = false): void {
    this.#down = down;
    for (const socket of this.#sockets) socket.destroy();
  }

  mend(): void {
    this.#down = false;
  }

  async close(): Promise<void> {
    this.cut(true);
    await new Promise((resolve) => this.#server.close(resolve));
  }
}
