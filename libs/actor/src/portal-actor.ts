import type { Portal } from '@genkan/domain/portal';
import { admit, refusal, type Admitted } from './admit.ts';
import type { Answer, CommandRequest } from './answer.ts';
import { failureOf } from './append-failure.ts';
import { Company } from './company.ts';
import { Mailbox, mailboxLimits, type MailboxLimits } from './mailbox.ts';
import { PortalState } from './portal-state.ts';
import { prepareTurn, type Prepared } from './prepare-turn.ts';
import { receiptKey } from './receipts.ts';
import { Sights } from './sights.ts';
import type { Surroundings, Trouble } from './surroundings.ts';

type Waiter = Admitted & { readonly settle: (answer: Answer) => void };

/** What a batch went through so far. */
type Trial = { withReceipts: boolean; lost: number; unexplained: number; failures: number; taken: number };
type Attempt =
  | { readonly kind: 'done'; readonly rest: readonly Waiter[] }
  | { readonly kind: 'again' }
  | { readonly kind: 'failed'; readonly during: 'read' | 'append'; readonly error: unknown };

/** How often a batch is tried while the log fails without saying that it is the batch's fault. */
const tries = 3;
/** So often in a row an append may be lost to receipts alone; more is a defect of what the turn holds. */
const unexplainedLosses = 8;

/**
 * One portal's commands, one at a time: what waits is one turn, and a turn is one transaction.
 *
 *   drain -> gather -> decide -> append -> acks
 *     ^        moved or lost: read what others wrote, decide again        |
 *     └──────────────── the rest, and what came meanwhile ────────────────┘
 */
export class PortalActor {
  readonly #id: string;
  readonly #around: Surroundings;
  readonly #mailbox: Mailbox<Waiter>;
  readonly #sights = new Sights();
  readonly #company: Company;
  readonly #onSettings: (portal: Portal) => void;
  #state: PortalState | null = null;
  #inDoubt = false;
  #running: Promise<void> | null = null;
  #lastUsed: number;

  /** `onSettings` hears of the portal as loaded, and of each change of its settings that is committed here. */
  constructor(
    id: string,
    around: Surroundings,
    limits: MailboxLimits = mailboxLimits,
    onSettings: (portal: Portal) => void = () => undefined,
  ) {
    this.#id = id;
    this.#around = around;
    this.#mailbox = new Mailbox(limits);
    this.#company = new Company(around.sleep);
    this.#lastUsed = around.clock();
    this.#onSettings = onSettings;
  }

  get isIdle(): boolean {
    return this.#running === null;
  }
  get lastUsed(): number {
    return this.#lastUsed;
  }

  /** The answer comes after commit, never before (law 3). */
  execute(request: CommandRequest): Promise<Answer> {
    this.#lastUsed = this.#around.clock();
    const admitted = admit(request);
    if ('status' in admitted) return Promise.resolve(admitted);
    return new Promise((settle) => {
      if (!this.#mailbox.offer({ ...admitted, settle })) settle(refusal(request.commandId, 'too-many'));
      else this.#running ??= this.#run();
      this.#company.came(this.#mailbox.size);
    });
  }

  /** Resolves once everything that waits has its answer. */
  async drained(): Promise<void> {
    while (this.#running) await this.#running;
  }

  async #run(): Promise<void> {
    await new Promise<void>((begin) => this.#around.soon(begin));
    while (this.#mailbox.size > 0) {
      const others = this.#company.gathers(this.#mailbox.size);
      if (others) await others;
      const batch = this.#mailbox.take();
      this.#company.left(batch.length);
      this.#mailbox.putBack(await this.#turn(batch));
    }
    this.#running = null;
  }

  /** Runs a batch until it is stored or refused; answers what no time was left for. */
  async #turn(batch: readonly Waiter[]): Promise<readonly Waiter[]> {
    const trial: Trial = { withReceipts: this.#inDoubt, lost: 0, unexplained: 0, failures: 0, taken: 0 };
    for (;;) {
      const attempt = await this.#attempt(batch, trial);
      if (attempt.kind === 'done') return attempt.rest;
      if (attempt.kind === 'failed') return this.#failed(batch, attempt);
    }
  }

  async #attempt(batch: readonly Waiter[], trial: Trial): Promise<Attempt> {
    let during: 'read' | 'append' = 'read';
    try {
      const state = (this.#state ??= await this.#load());
      const prepared = await prepareTurn(batch, state, this.#sights, this.#around, trial.withReceipts);
      if (prepared === 'moved') return await this.#moved(state);
      if (!trial.withReceipts && isUnsure(prepared)) return knowReceipts(trial);
      during = 'append';
      const appended = await this.#store(prepared, state);
      if (appended === 'committed') return this.#committed(prepared, state);
      if (appended === 'lost') return await this.#lost(state, trial);
      return await this.#taken(appended.taken, state, trial);
    } catch (error) {
      return this.#doubt(error, during, trial);
    }
  }

  async #load(): Promise<PortalState> {
    const state = await PortalState.load(this.#around.log, this.#id);
    if (this.#inDoubt && state.head > 0) this.#around.hints.committed(this.#id, state.head);
    this.#inDoubt = false;
    this.#onSettings(state.portal);
    return state;
  }

  /** A turn that stores nothing is right only if nobody wrote meanwhile: it was judged by the newest rights (law 9). */
  async #store({ draft }: Prepared<Waiter>, state: PortalState): Promise<'committed' | 'lost' | { taken: string }> {
    const { head, entries, receipts } = draft;
    const { log, elapsed, onStored } = this.#around;
    if (receipts.length > 0) {
      const began = elapsed();
      const appended = await log.append({ portal: this.#id, head, entries, receipts });
      const duration = elapsed() - began;
      if (appended === 'committed') this.#quietly(() => onStored?.({ commands: receipts.length, duration }));
      return appended;
    }
    return (await log.head(this.#id)) === state.head ? 'committed' : 'lost';
  }

  /** Commit, then hints and the local tail, then the acks (law 3, law 4). */
  #committed({ draft, working, rest }: Prepared<Waiter>, state: PortalState): Attempt {
    const before = state.portal;
    state.committed(draft, working.portal);
    if (state.portal !== before) this.#onSettings(state.portal);
    if (draft.entries.length > 0) {
      this.#quietly(() => this.#around.hints.committed(this.#id, state.head));
      this.#quietly(() => this.#around.onCommitted(this.#id, draft.entries));
    }
    for (const { item, answer } of draft.answers) item.settle(answer);
    return { kind: 'done', rest };
  }

  async #moved(state: PortalState): Promise<Attempt> {
    const before = state.head;
    if (!(await state.follow(this.#around.log))) this.#state = null;
    else if (state.head === before) throw new Error(`Portal ${this.#id}: its head moved, and there are no entries.`);
    return { kind: 'again' };
  }

  /** Lost: read what others wrote and decide again; from the second time on with a pause of random length. */
  async #lost(state: PortalState, trial: Trial): Promise<Attempt> {
    const before = state.head;
    if (!(await state.follow(this.#around.log))) this.#state = null;
    trial.unexplained = state.head === before ? trial.unexplained + 1 : 0; // receipts alone move no head
    if (trial.unexplained > unexplainedLosses) {
      throw new RangeError(`Portal ${this.#id}: an append is lost, and nobody else wrote.`);
    }
    trial.lost += 1;
    if (trial.lost > 1) await this.#backOff(trial.lost);
    return knowReceipts(trial);
  }

  /** A name of the installation that another portal took meanwhile: deciding again refuses who wanted it. */
  async #taken(scope: string, state: PortalState, trial: Trial): Promise<Attempt> {
    trial.taken += 1;
    if (trial.taken > tries)
      throw new RangeError(`Portal ${this.#id}: ${scope} is taken, and deciding does not see it.`);
    if (!(await state.follow(this.#around.log))) this.#state = null;
    return { kind: 'again' };
  }

  /** After an error nobody knows what was committed: hold nothing; the next attempt reads head and receipts (P3). */
  async #doubt(error: unknown, during: 'read' | 'append', trial: Trial): Promise<Attempt> {
    this.#trouble(during, error);
    this.#state = null;
    this.#inDoubt = true;
    trial.withReceipts = true;
    trial.failures += 1;
    if (failureOf(error) === 'data' || trial.failures >= tries) return { kind: 'failed', during, error };
    await this.#backOff(trial.failures);
    return { kind: 'again' };
  }

  /** The culprit is found by halves and refused alone; when not even reading works there is none (poison command). */
  async #failed(
    batch: readonly Waiter[],
    { during, error }: Extract<Attempt, { kind: 'failed' }>,
  ): Promise<readonly Waiter[]> {
    const isData = failureOf(error) === 'data';
    if (batch.length === 1 || (during === 'read' && !isData)) {
      const code = isData ? 'internal' : 'unavailable';
      for (const { settle, request } of batch) settle(refusal(request.commandId, code));
      return [];
    }
    const middle = Math.ceil(batch.length / 2);
    for (let rest = batch.slice(0, middle); rest.length > 0;) rest = [...(await this.#turn(rest))];
    return this.#turn(batch.slice(middle));
  }

  #backOff(times: number): Promise<void> {
    return this.#around.sleep(this.#around.chance() * Math.min(1_000, 5 * 2 ** times));
  }

  #quietly(act: () => void): void {
    try {
      act();
    } catch (error) {
      this.#trouble('after-commit', error);
    }
  }

  #trouble(during: Trouble['during'], error: unknown): void {
    try {
      this.#around.onTrouble({ portal: this.#id, command: null, commandId: null, during, error });
    } catch {
      // whoever listens to troubles must not stop the portal
    }
  }
}

/** A refusal that leaves nothing would not collide with the receipt of an earlier success: then receipts are read first. */
const isUnsure = ({ draft }: Prepared<Waiter>): boolean =>
  draft.answers.some(
    ({ item, answer }) =>
      answer.status === 'rejected' && answer.code !== 'unauthenticated' && !draft.known.has(receiptKey(item.request)),
  );

function knowReceipts(trial: Trial): Attempt {
  trial.withReceipts = true;
  return { kind: 'again' };
}
