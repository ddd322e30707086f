import type { Answered } from './wire.ts';

type Open = {
  readonly event: string;
  readonly message: object;
  readonly heard: Answered;
  resolve(answer: unknown): void;
  reject(why: Error): void;
};

/** Questions not answered yet. They change nothing, so each is simply asked again on the next connection. */
export class Requests {
  readonly #open = new Set<Open>();
  readonly #send: (event: string, message: object, answered: Answered) => boolean;

  constructor(send: (event: string, message: object, answered: Answered) => boolean) {
    this.#send = send;
  }

  /** `heard` is called in the turn the answer comes, before any later message is; the promise only after. */
  ask(event: string, message: object, heard: Answered = () => {}): Promise<unknown> {
    return new Promise((resolve, reject) => {
      const open = { event, message, heard, resolve, reject };
      this.#open.add(open);
      this.#ask(open);
    });
  }

  resend(): void {
    for (const open of this.#open) this.#ask(open);
  }

  close(): void {
    for (const open of this.#open) open.reject(new Error('Is closed.'));
    this.#open.clear();
  }

  #ask(open: Open): void {
    this.#send(open.event, open.message, (answer) => {
      if (!this.#open.delete(open)) return;
      open.heard(answer);
      open.resolve(answer);
    });
  }
}
