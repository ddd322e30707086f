import { traceEvents, type TraceEvent } from './trace-events.ts';
import { pino, type DestinationStream, type Logger } from 'pino';

/**
 * The only things a log line may say: a fixed set of names, never a value of a record, a token or an address (SEC-33).
 * Durations are milliseconds.
 */
export type Fact = {
  readonly portal?: string;
  readonly sequence?: number;
  readonly command?: string;
  readonly member?: string;
  readonly session?: string;
  readonly request?: string;
  readonly outcome?: string;
  readonly duration?: number;
  readonly count?: number;
  readonly code?: string;
  readonly url?: string;
  readonly promise?: string;
  readonly error?: unknown;
};
type Say = (event: TraceEvent, fact?: Fact) => void;
export type Trace = { readonly info: Say; readonly warn: Say; readonly error: Say; readonly debug: Say };

/** Of an error only its kind, code and place: messages of databases and parsers quote values. */
const plainError = (error: unknown): object => {
  if (!(error instanceof Error)) return { kind: typeof error };
  const places = (error.stack ?? '').split('\n').filter((line) => /^\s+at /.test(line));
  const code = 'code' in error && typeof error.code === 'string' ? { code: error.code } : {};
  return { kind: error.name, ...code, places: places.slice(0, 8).map((line) => line.trim()) };
};

const sayAs = (logger: Logger, level: 'info' | 'warn' | 'error' | 'debug'): Say => {
  return (event, { error, ...fact } = {}) =>
    logger[level]({ event, ...fact, ...(error === undefined ? {} : { error: plainError(error) }) }, traceEvents[event]);
};

/** JSON lines on standard output, or where `lines` says. */
export function traceTo(level: string, lines: DestinationStream = pino.destination(1)): Trace {
  const logger = pino({ level, base: null, timestamp: pino.stdTimeFunctions.isoTime }, lines);
  return {
    info: sayAs(logger, 'info'),
    warn: sayAs(logger, 'warn'),
    error: sayAs(logger, 'error'),
    debug: sayAs(logger, 'debug'),
  };
}
