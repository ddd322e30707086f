/** The rows of BENCH that are measured, each beside its reference in the same run, in turn. */
import type { RowMaker } from './measure.ts';
import { broadcast } from './rows/broadcast.ts';
import { commands } from './rows/commands.ts';
import { drafts } from './rows/drafts.ts';
import { hidden } from './rows/hidden.ts';
import { latency } from './rows/latency.ts';
import { perUpdate } from './rows/per-update.ts';
import { rightsChange } from './rows/rights-change.ts';
import { scoped } from './rows/scoped.ts';
import { timeTravel } from './rows/time-travel.ts';

export const rowMakers: readonly RowMaker[] = [
  broadcast(1000),
  scoped(1000),
  hidden,
  commands,
  perUpdate,
  latency,
  rightsChange,
  drafts,
  timeTravel,
];
