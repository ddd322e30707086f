import type { Appended, PortalLog, Turn } from '@genkan/log/portal-log';

/** What may happen to an append: it goes well, is lost, fails before commit, or commits and the answer is lost. */
export type Fault = 'none' | 'lost' | 'before' | 'after';

export const connectionLost = (): Error => new Error('Connection terminated unexpectedly');
/** What PostgreSQL says of a value it cannot store. */
export const badValue = (): Error => Object.assign(new Error('invalid input syntax'), { code: '22P02' });

export type Faults = {
  /** What happens to the next append. */
  readonly onAppend?: (turn: Turn) => Fault | Error;
  /** Awaited before every call: where nodes interleave. */
  readonly pause?: () => Promise<void>;
  /** A read that fails throws here. */
  readonly onRead?: () => void;
};

/** A real log behind a bad line. */
export function faultyLog(log: PortalLog, { onAppend = () => 'none', pause, onRead }: Faults): PortalLog {
  const append = async (turn: Turn): Promise<Appended> => {
    await pause?.();
    const fault = onAppend(turn);
    if (fault instanceof Error) throw fault;
    if (fault === 'lost') return 'lost';
    if (fault === 'before') throw connectionLost();
    const appended = await log.append(turn);
    if (fault === 'after') throw connectionLost();
    return appended;
  };
  return new Proxy(log, {
    get(target, name) {
      if (name === 'append') return append;
      const value: unknown = Reflect.get(target, name);
      if (typeof value !== 'function') return value;
      return async (...given: unknown[]) => {
        await pause?.();
        onRead?.();
        return Reflect.apply(value, target, given) as unknown;
      };
    },
  });
}
