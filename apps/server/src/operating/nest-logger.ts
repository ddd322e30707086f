import type { LoggerService } from '@nestjs/common';
import type { Trace } from './trace.ts';

/** Nest's own words go to the same log; what it says of routes and modules is noise and stays out. */
export const nestLogger = (trace: Trace): LoggerService => ({
  log: () => undefined,
  debug: () => undefined,
  verbose: () => undefined,
  warn: () => trace.warn('framework-warned'),
  error: (error: unknown) => trace.error('framework-failed', { error }),
  fatal: (error: unknown) => trace.error('framework-failed', { error }),
});
