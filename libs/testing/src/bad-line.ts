/**
 * A line to a server that misbehaves as networks do, and as a test says.
 *
 *   const line = new BadLine(new URL(server.url));
 *   const url = await line.listen();
 *   line.freeze('down');   // the server is heard no more, and still hears
 *   line.drop('late');     // cut here; what was on its way up arrives all the same, later
 *   line.heal();
 */
import { connect, createServer, type AddressInfo, type Server, type Socket } from 'node:net';
import { Flow, type Direction, type Weather } from './flow.ts';

type Wire = { readonly near: Socket; readonly far: Socket; readonly up: Flow; readonly down: Flow; held: boolean };

export class BadLine {
  readonly #server: Server;
  readonly #wires = new Set<Wire>();
  readonly #weather: Readonly<Record<Direction, Weather>> = { up: fair(), down: fair() };
  #refusing = false;
  #holdNext = false;

  constructor(target: URL) {
    this.#server = createServer((near) => this.#join(near, target));
  }

  async listen(): Promise<string> {
    await new Promise<void>((resolve) => this.#server.listen(0, '127.0.0.1', resolve));
    return `http://127.0.0.1:${(this.#server.address() as AddressInfo).port}`;
  }

  /** Ends all connections. `now`: what was under way is gone. `late`: what was on its way up still arrives, when it may. */
  drop(how: 'now' | 'late' = 'now'): void {
    for (const { near, far } of this.#wires) {
      near.destroy();
      if (how === 'now') far.destroy();
    }
  }

  /** Ends all connections and lets none come about until it is healed. */
  down(): void {
    this.#refusing = true;
    this.drop();
  }

  /** Every byte of this direction takes so many ms. */
  delay(direction: Direction, ms: number): void {
    this.#weather[direction].delayMs = ms;
  }

  /** Nothing of this direction arrives until it is healed; the other goes on. */
  freeze(direction: Direction): void {
    this.#weather[direction].frozen = true;
  }

  /** Of the next WebSocket frames that go this way together only a part arrives, and the connection ends amid them. */
  cutAmid(direction: Direction): void {
    this.#weather[direction].cutNext = true;
  }

  /** The next connection gets no byte through until `release`: one that is opened after it comes before it. */
  holdNext(): void {
    this.#holdNext = true;
  }

  release(): void {
    this.#holdNext = false;
    for (const wire of this.#wires) {
      wire.held = false;
      this.#pump(wire);
    }
  }

  /** As if nothing had been; what was held back arrives. */
  heal(): void {
    this.#refusing = false;
    for (const direction of ['up', 'down'] as const) Object.assign(this.#weather[direction], fair());
    this.release();
  }

  async close(): Promise<void> {
    this.down();
    await new Promise((resolve) => this.#server.close(resolve));
  }

  #join(near: Socket, target: URL): void {
    if (this.#refusing) return void near.destroy();
    const far = connect(Number(target.port), target.hostname);
    const held = (): boolean => wire.held;
    const cut = (): void => {
      near.destroy();
      far.destroy();
    };
    const wire: Wire = {
      near,
      far,
      held: this.#holdNext,
      up: new Flow(near, far, this.#weather.up, held, cut),
      down: new Flow(far, near, this.#weather.down, held, cut),
    };
    this.#holdNext = false;
    this.#wires.add(wire);
    for (const end of [near, far]) end.once('close', () => near.destroyed && far.destroyed && this.#wires.delete(wire));
  }

  #pump({ up, down }: Wire): void {
    up.pump();
    down.pump();
  }
}

const fair = (): Weather => ({ delayMs: 0, frozen: false, cutNext: false });
