import { useCallback, useState } from 'react';
import type { CommandOptions } from '../client.ts';
import type { Pending } from '../pending.ts';

type Issue<I> = (input: I, options?: CommandOptions) => Pending;

/** A command and whether one that was issued here is still open. */
export function useBusy<I>(issue: Issue<I>): readonly [Issue<I>, { readonly busy: boolean }] {
  const [open, setOpen] = useState(0);
  const counted = useCallback<Issue<I>>(
    (input, options) => {
      const pending = issue(input, options);
      setOpen((count) => count + 1);
      void pending.then(() => setOpen((count) => count - 1));
      return pending;
    },
    [issue],
  );
  return [counted, { busy: open > 0 }];
}
