import type { Outcome } from 'genkan';

type Loosely = { readonly key: string; readonly phase: string; cancel(): boolean; then: PromiseLike<Outcome>['then'] };
type Set = Readonly<Record<string, string | number>>;
export type WriteReport = {
  readonly key: string;
  readonly set: Set;
  /** Null: not answered yet. `left`: the client closed before it was. `given up`: told to be unknown, and not asked again. */
  readonly outcome: string | null;
  readonly code: string;
  readonly id: string | null;
};
type Write = WriteReport & {
  /** The row it is shown in: of a record still to be made its provisional id. */
  readonly row: string;
  pending: Loosely;
  outcome: string | null;
  code: string;
  id: string | null;
};
type Conflict = Extract<Outcome, { status: 'conflict' }> & { readonly row: string; readonly set: Set };

/** Values that writes of seats set, and nobody else: each is of one write. */
export const isWritten = (value: unknown): value is string | number =>
  (typeof value === 'string' && value.startsWith('~')) || (typeof value === 'number' && value >= 1_000_000);

/** The writes of one seat: how each ended, and where its value was seen. */
export class Writes {
  readonly shownFinal = new Set<string | number>();
  readonly #all: Write[] = [];
  readonly #byValue = new Map<string | number, Write>();
  readonly #conflicts: Conflict[] = [];
  readonly #unknown: { readonly write: Write; retry(): Loosely }[] = [];

  add(pending: Loosely, row: string, set: Set): void {
    const write: Write = { key: pending.key, row, set, outcome: null, code: '', id: null, pending };
    this.#all.push(write);
    for (const value of Object.values(set)) this.#byValue.set(value, write);
    this.#follow(write, pending);
  }

  again(write: Write, pending: Loosely): void {
    write.outcome = null;
    write.pending = pending;
    this.#follow(write, pending);
  }

  last(): Write | undefined {
    return this.#all.at(-1);
  }

  takeConflict(): Conflict | undefined {
    return this.#conflicts.shift();
  }

  takeUnknown(): { readonly write: Write; retry(): Loosely }[] {
    return this.#unknown.splice(0);
  }

  /** The client is gone: what it told to be unknown nobody will ask it again. */
  left(): void {
    for (const { write } of this.takeUnknown()) write.outcome = 'given up';
    this.#conflicts.splice(0);
  }

  /** A value of a write is on the screen: what is wrong with it, if anything. */
  shown(row: string, value: string | number, marked: boolean): string | null {
    if (!marked) this.shownFinal.add(value);
    const write = this.#byValue.get(value);
    if (!write) return null;
    const { outcome, code } = write;
    if (outcome === null && write.pending.phase === 'answered') return null; // its outcome is told in this very turn
    if (outcome === null) return marked || row !== write.row ? null : `as final while ${write.key} is not answered`;
    if (outcome === 'rejected' || outcome === 'denied' || outcome === 'conflict')
      return `after ${write.key} was refused: ${outcome} ${code}`;
    return null;
  }

  report(): WriteReport[] {
    return this.#all.map(({ key, set, outcome, code, id }) => ({ key, set, outcome, code, id }));
  }

  #follow(write: Write, pending: Loosely): void {
    void pending.then((outcome) => {
      write.outcome = outcome.status === 'unknown' && outcome.reason === 'closed' ? 'left' : outcome.status;
      write.code = 'code' in outcome ? outcome.code : '';
      if (outcome.status === 'applied') write.id = String(outcome.result['id'] ?? '');
      if (outcome.status === 'conflict') this.#conflicts.push({ ...outcome, row: write.row, set: write.set });
      if (outcome.status === 'unknown' && outcome.reason === 'timeout')
        this.#unknown.push({ write, retry: () => outcome.retry() });
    });
  }
}
