import type { PortalLog } from '../portal-log.ts';

/** Opens one more instance of the log under test over the same database, as nodes share one. */
export type Logs = () => PortalLog;
