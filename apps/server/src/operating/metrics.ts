import { collectDefaultMetrics, Counter, Gauge, Histogram, Registry } from 'prom-client';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Tail } from '@genkan/log/tail';

/** What is counted without asking: plain numbers, so that a hot path pays nothing. */
export type Flow = { deliveries: number };

/** What is only looked at when somebody asks. */
export type Gauged = {
  readonly flow: Flow;
  readonly sockets: () => { readonly sessions: number; readonly bytesWaiting: number };
  readonly log: Pick<PortalLog, 'heads'>;
  readonly tails: () => readonly Tail[];
};

/** The names are a promise to whoever draws curves of them (docs/OPERATORS.md). No label ever holds a value (SEC-33). */
export class Metrics {
  readonly #registry = new Registry();
  readonly #commands = new Counter({
    name: 'genkan_commands_total',
    help: 'Commands answered, by outcome: applied, or the code of the refusal.',
    labelNames: ['outcome'],
    registers: [this.#registry],
  });
  readonly #refusals = new Counter({
    name: 'genkan_refusals_total',
    help: 'Requests, messages and handshakes refused at a door, by code.',
    labelNames: ['code'],
    registers: [this.#registry],
  });
  readonly #turns = new Histogram({
    name: 'genkan_turn_commands',
    help: 'Commands stored together in one turn.',
    buckets: [1, 2, 5, 10, 20, 50, 100, 200, 500],
    registers: [this.#registry],
  });
  readonly #commits = new Histogram({
    name: 'genkan_commit_seconds',
    help: 'Time from handing a turn to the database until it is stored, in seconds.',
    buckets: [0.001, 0.002, 0.005, 0.01, 0.02, 0.05, 0.1, 0.25, 0.5, 1, 5],
    registers: [this.#registry],
  });

  /** Memory, processor, event loop and garbage collection: once a process. */
  watchProcess(): void {
    collectDefaultMetrics({ register: this.#registry });
  }

  command(outcome: string): void {
    this.#commands.inc({ outcome });
  }
  refusal(code: string): void {
    this.#refusals.inc({ code });
  }
  turn(commands: number, milliseconds: number): void {
    this.#turns.observe(commands);
    this.#commits.observe(milliseconds / 1000);
  }

  /** Adds what the doors know once they are open. */
  watch({ flow, sockets, log, tails }: Gauged): void {
    const registers = [this.#registry];
    gauge('genkan_sessions', 'Sockets with a session.', registers, () => sockets().sessions);
    gauge(
      'genkan_waiting_bytes',
      'Bytes written to sockets and not yet taken.',
      registers,
      () => sockets().bytesWaiting,
    );
    gauge('genkan_portals', 'Portals this node follows.', registers, () => tails().length);
    gauge(
      'genkan_tail_lag_entries',
      'Entries this node has not heard of yet, of the portal furthest behind.',
      registers,
      () => lagOf(log, tails()),
    );
    const deliveries: Counter = new Counter({
      name: 'genkan_deliveries_total',
      help: 'Packets written to sockets: snapshots, frames and all else.',
      registers,
      collect: (): void => {
        deliveries.reset();
        deliveries.inc(flow.deliveries);
      },
    });
  }

  /** Everything, as Prometheus reads it. */
  async text(): Promise<{ readonly type: string; readonly body: string }> {
    return { type: this.#registry.contentType, body: await this.#registry.metrics() };
  }
}

function gauge(name: string, help: string, registers: Registry[], value: () => number | Promise<number>): void {
  const made: Gauge = new Gauge({
    name,
    help,
    registers,
    collect: async (): Promise<void> => made.set(await value()),
  });
}

/** Not a number while the database does not answer. */
async function lagOf(log: Gauged['log'], tails: readonly Tail[]): Promise<number> {
  const heads = await log.heads(tails.map(({ portal }) => portal)).catch(() => null);
  if (heads === null) return NaN;
  return Math.max(0, ...tails.map((tail) => (heads.get(tail.portal) ?? 0) - tail.at));
}
