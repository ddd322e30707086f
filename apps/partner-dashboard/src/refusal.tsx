import type { Outcome } from 'genkan';

type Refused = Exclude<Outcome, { status: 'applied' }>;
type Props = { readonly outcome: Refused; readonly onDone: (next: Refused | null) => void };

/** What became of an edit that was not applied, and what can be done about it. */
export function Refusal({ outcome, onDone }: Props) {
  const follow = async (next: PromiseLike<Outcome>) => {
    const then = await next;
    onDone(then.status === 'applied' ? null : then);
  };
  if (outcome.status === 'unknown') {
    return (
      <p role="alert">
        There was no answer. <button onClick={() => void follow(outcome.retry())}>Send it again</button>
      </p>
    );
  }
  if (outcome.status !== 'conflict') {
    return (
      <p role="alert">
        {outcome.message} {outcome.status === 'rejected' && outcome.issues.map((issue) => issue.message).join(' ')}
        <button onClick={() => onDone(null)}>OK</button>
      </p>
    );
  }
  return (
    <div role="alert">
      <p>{outcome.message}</p>
      {outcome.fields.map(({ field, mine, theirs }) => (
        <p key={field}>
          {field}: mine <b>{String(mine ?? '')}</b>, theirs <b>{String(theirs ?? '')}</b>
        </p>
      ))}
      <button onClick={() => void follow(outcome.resolve(() => 'mine'))}>Keep mine</button>
      <button onClick={() => onDone(null)}>Keep theirs</button>
    </div>
  );
}
