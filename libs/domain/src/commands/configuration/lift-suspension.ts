import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { plainText } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const id = plainText.pipe(z.string().min(1).max(400));

/** Said by the job that re-keyed everything behind a moved lookup: the keys count again. */
export const liftSuspension = defineCommand({
  name: 'lift-suspension',
  area: 'configuration',
  summary: 'Let suspended keys count again, once every record behind them has its key.',
  input: z.strictObject({ suspension: id }),
  permission: { kind: 'operator', right: 'maintain' },
  events: {
    SuspensionLifted: event(
      z.strictObject({ type: z.literal('SuspensionLifted'), suspension: id }),
      ({ portal }, { suspension }) => [
        {
          kind: 'setting',
          part: 'suspension',
          id: suspension,
          before: portal.suspensions[suspension] ?? null,
          after: null,
        },
      ],
    ),
  },

  decide({ suspensions }, _known, { suspension }) {
    if (!Object.hasOwn(suspensions, suspension)) throw new Rejected('not-found');
    return { events: [{ type: 'SuspensionLifted', suspension }] };
  },
});
