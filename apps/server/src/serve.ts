import { wantsDemo, type Config } from './config.ts';
import { demoPassword, demoSignIns, demoSlug, foundDemo } from './demo.ts';
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
  const house = await openHouse(config, ground, trace);
  if (wantsDemo(config) && (await ground.isEmpty())) await foundDemo(house);
  const doors = await openDoors(house);
  if ((await house.log.portalBySlug(demoSlug)) !== null && wantsDemo(config)) sayDemo(doors.url);
  trace.info({ url: doors.url }, `serving; an acknowledged change ${ground.promise}`);
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

/** For the person at the terminal; the log goes to standard output, this does not. */
function sayDemo(url: string): void {
  const people = demoSignIns.map(({ email, is }) => `    ${email}  (${is})`).join('\n');
  const text = `Genkan serves a demo at ${url} (portal "${demoSlug}"). Sign in with the password ${demoPassword} as\n${people}\n`;
  process.stderr.write(`${text}Documents: ${url}/openapi.json, ${url}/asyncapi.json\n`);
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
