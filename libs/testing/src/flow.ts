import type { Socket } from 'node:net';

/** `up`: to the server. */
export type Direction = 'up' | 'down';
/** What happens to the bytes of one direction. */
export type Weather = { delayMs: number; frozen: boolean; cutNext: boolean };

/** Bytes of one connection on their way in one direction: in order and none twice, as late as the weather says. */
export class Flow {
  readonly #to: Socket;
  readonly #weather: Weather;
  readonly #held: () => boolean;
  readonly #cut: () => void;
  #waiting: { readonly due: number; readonly bytes: Buffer }[] = [];
  #ended = false;
  #timer: NodeJS.Timeout | null = null;

  constructor(from: Socket, to: Socket, weather: Weather, held: () => boolean, cut: () => void) {
    this.#to = to;
    this.#weather = weather;
    this.#held = held;
    this.#cut = cut;
    from.setNoDelay(true);
    from.on('error', () => {});
    from.on('data', (bytes: Buffer) => {
      this.#waiting.push({ due: performance.now() + this.#weather.delayMs, bytes });
      this.pump();
    });
    from.on('close', () => {
      this.#ended = true;
      this.pump();
    });
    to.on('close', () => clearTimeout(this.#timer ?? undefined));
  }

  /** Sends on whatever may go now. */
  pump(): void {
    if (this.#weather.frozen || this.#held()) return;
    const [next] = this.#waiting;
    if (next === undefined) {
      if (this.#ended) this.#to.end();
      return;
    }
    const ms = next.due - performance.now();
    if (ms > 0) return this.#later(ms);
    this.#waiting.shift();
    if (this.#weather.cutNext && isFrame(next.bytes)) return this.#sendPart(next.bytes);
    this.#to.write(next.bytes);
    this.pump();
  }

  #later(ms: number): void {
    this.#timer ??= setTimeout(() => {
      this.#timer = null;
      this.pump();
    }, ms);
  }

  #sendPart(bytes: Buffer): void {
    this.#weather.cutNext = false;
    this.#waiting = [];
    this.#to.write(bytes.subarray(0, Math.ceil(bytes.length / 2)), () => this.#cut());
  }
}

/** Not the lines of HTTP with which a connection begins. */
const isFrame = (bytes: Buffer): boolean =>
  bytes.length > 1 && !/^(GET|POST|HTTP)/.test(bytes.toString('latin1', 0, 4));
