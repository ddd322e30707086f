import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';

/** Where a turn is stopped: PostgreSQL has nothing of it, or all but the word to commit, or its node has no answer. */
export type Side = 'before its statement' | 'before its commit' | 'behind its commit';
type Trap = { readonly side: Side; readonly caught: (held: Held) => void };
/** A turn that is held on the line. */
export type Held = {
  /** Ends its connection without a word, as when PostgreSQL ends the session. */
  readonly cut: () => void;
  /** Lets it go on as if nothing had happened. */
  readonly pass: () => void;
};

/** PostgreSQL's protocol: the end of a statement's messages, and of its answer. */
const sync = Buffer.from('5300000004', 'hex');
const readyForQuery = Buffer.from('5a0000000549', 'hex');

/**
 * A line between nodes and PostgreSQL on which a test can stop the one statement that is a turn: by its name, which the
 * log gives to it, at the very end of its messages or of its answer. It reads the protocol, where `BadLine` knows bytes.
 */
export class PostgresLine {
  readonly #sockets = new Set<Socket>();
  readonly #server: Server;
  #trap: Trap | null = null;

  constructor(target: URL) {
    this.#server = createServer((near) => this.#join(near, connect(Number(target.port || 5432), target.hostname)));
  }

  async listen(): Promise<void> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
  }

  /** The same database by way of this line. */
  through = (databaseUrl: string): string => {
    const url = new URL(databaseUrl);
    url.hostname = '127.0.0.1';
    url.port = String((this.#server.address() as AddressInfo).port);
    return url.toString();
  };

  /** Holds the next turn that comes along. */
  hold(side: Side): Promise<Held> {
    return new Promise((caught) => (this.#trap = { side, caught }));
  }

  /** Holds nothing more. */
  forget(): void {
    this.#trap = null;
  }

  /** Ends every connection without a word; PostgreSQL goes on with what it is at. */
  cut(): void {
    for (const socket of this.#sockets) socket.destroy();
  }

  async close(): Promise<void> {
    this.cut();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, far: Socket): void {
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
    }
    near.on('data', (chunk: Buffer) => {
      const trap = this.#trap;
      if (trap === null || !chunk.includes('append:move')) return void far.write(chunk);
      this.#trap = null;
      near.removeAllListeners('data');
      this.#catch(trap, chunk, near, far);
    });
    far.on('data', (chunk: Buffer) => void near.write(chunk));
  }

  #catch({ side, caught }: Trap, first: Buffer, near: Socket, far: Socket): void {
    const held = (rest: Buffer, to: Socket): Held => ({
      cut: () => {
        far.destroy();
        near.destroy();
      },
      pass: () => {
        to.write(rest);
        near.removeAllListeners('data').on('data', (chunk: Buffer) => void far.write(chunk));
        far.removeAllListeners('data').on('data', (chunk: Buffer) => void near.write(chunk));
      },
    });
    whole(near, first, sync, (turn) => {
      if (side === 'before its statement') return caught(held(turn, far));
      if (side === 'behind its commit') {
        far.removeAllListeners('data');
        whole(far, Buffer.alloc(0), readyForQuery, (answer) => caught(held(answer, near)));
        return void far.write(turn);
      }
      far.write(turn.subarray(0, -sync.length));
      caught(held(sync, far));
    });
  }
}

/** Gathers what comes until it ends as said. */
function whole(from: Socket, first: Buffer, end: Buffer, then: (all: Buffer) => void): void {
  let all = first;
  const look = (): boolean => all.subarray(-end.length).equals(end);
  if (look()) return then(all);
  const more = (chunk: Buffer): void => {
    all = Buffer.concat([all, chunk]);
    if (!look()) return;
    from.off('data', more);
    then(all);
  };
  from.on('data', more);
}
