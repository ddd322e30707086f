import type { Config } from './config.ts';
import { openDoors, type Doors } from './doors.ts';
import { openGround } from './ground.ts';
import { openHouse } from './house.ts';
import { traceTo, type Trace } from './trace.ts';

/** How long closing may take before the process ends anyway, in milliseconds. */
const patience = 10_000;

/** Serves until the process is asked to end: then bye, answer what waits, close, exit 0 (DECISIONS, SIGTERM). */
export async function serve(config: Config): Promise<Doors> {
  const trace = traceTo(config.LOG_LEVEL);
  const ground = await openGround(config, trace);
  const doors = await openDoors(await openHouse(config, ground, trace));
  trace.info({ url: doors.url }, 'serving');
  const once = { closing: false };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (once.closing) return;
      once.closing = true;
      void close(doors, trace);
    });
  }
  return doors;
}

async function close(doors: Doors, trace: Trace): Promise<void> {
  const begun = performance.now();
  setTimeout(() => process.exit(1), patience).unref();
  try {
    await doors.close();
    trace.info({ duration: Math.round(performance.now() - begun) }, 'closed');
    process.exit(0);
  } catch (error) {
    trace.error({ error }, 'closing failed');
    process.exit(1);
  }
}
