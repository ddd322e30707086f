import type { Value } from './contract.ts';
import type { Cell } from './observable.ts';
import type { Pending, Refused } from './pending.ts';
import type { Wish } from './wish.ts';
import type { Issue } from './wire.ts';

/** A write that went out late and was refused: what its sender wrote, and why it was refused. Nothing else is kept. */
export type InboxNote = {
  readonly key: string;
  /** When it was refused, in ms since 1970. */
  readonly at: number;
  readonly name: string;
  /** What its sender wrote: of an update without the values it was based on, which may be withdrawn since. */
  readonly input: unknown;
  readonly status: 'rejected' | 'denied' | 'conflict' | 'unknown';
  readonly code: string;
  readonly message: string;
  readonly issues: readonly Issue[];
  /** Of a conflict: the fields that somebody else changed. What they hold now stands in the record. */
  readonly fields: readonly string[];
};
export type InboxEntry = InboxNote & {
  /** Sends it again as a new command (`unknown`: under its key), on the basis of what stands now, and takes it out of the inbox. */
  retry(): Pending;
  dismiss(): void;
};
/** What an inbox needs of the client around it. */
export type InboxAround = {
  readonly shown: Cell<readonly InboxEntry[]>;
  /** Writes down the note of this key, or takes it out. */
  keep(key: string, note: InboxNote | null): void;
  readonly client: {
    update(module: string, id: string, set: Readonly<Record<string, Value>>): Pending;
    command(name: string, input: unknown, options?: { readonly idempotencyKey: string }): Pending;
  };
  readonly now: () => number;
};

/** Files a write that went out late and was refused, until its sender dismisses it. */
export function file(key: string, wish: Wish, outcome: Refused, around: InboxAround): void {
  const { module, id, set } = wish.edit ?? {};
  const note: InboxNote = {
    key,
    at: around.now(),
    name: wish.name,
    input: wish.edit ? { module, id, set } : wish.input,
    status: outcome.status,
    code: 'code' in outcome ? outcome.code : outcome.status,
    message: 'message' in outcome ? outcome.message : 'There was no answer in time.',
    issues: 'issues' in outcome ? outcome.issues : [],
    fields: outcome.status === 'conflict' ? outcome.fields.map(({ field }) => field) : [],
  };
  around.keep(key, note);
  refile([note], around);
}

/** Shows notes again that an earlier visit filed. */
export function refile(notes: readonly InboxNote[], around: InboxAround): void {
  const { shown } = around;
  const entry = (note: InboxNote): InboxEntry => {
    const dismiss = (): void => {
      around.keep(note.key, null);
      shown.set(shown.get().filter(({ key }) => key !== note.key));
    };
    const retry = (): Pending => {
      const pending = again(note, around);
      dismiss();
      return pending;
    };
    return { ...note, retry, dismiss };
  };
  if (notes.length > 0) shown.set([...shown.get(), ...notes.map(entry)]);
}

/** An update is based anew on what stands now. Of what may have happened the key stays, so that it happens at most once. */
function again({ key, status, name, input }: InboxNote, { client }: InboxAround): Pending {
  const { module, id, set }: { module?: string; id?: string; set?: Readonly<Record<string, Value>> } = Object(input);
  return name === 'update-record' && module !== undefined && id !== undefined && set
    ? client.update(module, id, set)
    : client.command(name, input, status === 'unknown' ? { idempotencyKey: key } : undefined);
}
