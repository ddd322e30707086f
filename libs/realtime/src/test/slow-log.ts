import type { PortalLog } from '@genkan/log/portal-log';

/** Waits for so many turns of the loop. */
export async function turns(count: number): Promise<void> {
  for (let turn = 0; turn < count; turn++) await new Promise((resolve) => setImmediate(resolve));
}

/** A log whose reads take some turns of the loop to be made, and some to arrive: what they say may be old by then. */
export function slowLog(log: PortalLog): PortalLog {
  let calls = 0;
  return new Proxy(log, {
    get(target, name) {
      const method: unknown = Reflect.get(target, name);
      if (typeof method !== 'function') return method;
      return async (...given: unknown[]) => {
        const call = calls++;
        await turns(call % 3);
        const answer: unknown = await Reflect.apply(method, target, given);
        await turns((call * 7) % 4);
        return answer;
      };
    },
  });
}
