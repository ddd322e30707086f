import type { Config } from './configuration/config.ts';
import { foundDemo } from './demo/found-demo.ts';
import { playDemo, type LiveDemo } from './demo/live-demo.ts';
import { refusePublished } from './demo/published.ts';
import { demoPassword, demoSignIns, demoSlug } from './demo/sign-ins.ts';
import { openDoors, type Doors } from './doors.ts';
import { openGround } from './ground.ts';
import { openHouse, type Ground, type House } from './house.ts';
import { traceTo, type Trace } from './operating/trace.ts';

/** How long closing may take before the process ends anyway, in milliseconds. */
const patience = 10_000;

/** Serves until the process is asked to end: then bye, answer what waits, close, exit 0 (DECISIONS, SIGTERM). */
export async function serve(config: Config): Promise<Doors> {
  const trace = traceTo(config.LOG_LEVEL);
  const ground = await openGround(config, trace);
  const house = await openHouse(config, ground, trace);
  house.metrics.watchProcess();
  const { doors, play } = await open(house, ground).catch(async (error: unknown) => {
    await house.close();
    throw error;
  });
  trace.info('serving', { url: doors.url, promise: ground.promise });
  const once = { closing: false };
  for (const signal of ['SIGTERM', 'SIGINT'] as const) {
    process.on(signal, () => {
      if (once.closing) return;
      once.closing = true;
      trace.info('closing');
      void close(doors, play, trace);
    });
  }
  return doors;
}

async function open(house: House, ground: Ground): Promise<{ readonly doors: Doors; readonly play: LiveDemo | null }> {
  if (house.config.demo !== 'off' && (await ground.isEmpty())) await foundDemo(house);
  await refusePublished(house);
  const doors = await openDoors(house);
  return { doors, play: await welcomeToDemo(house, doors.url) };
}

/** Where a demo stands, says so, and plays in it if that is asked for. */
async function welcomeToDemo(house: House, url: string): Promise<LiveDemo | null> {
  const { demo } = house.config;
  if (demo === 'off' || (await house.log.portalBySlug(demoSlug)) === null) return null;
  sayDemo(url);
  return demo === 'live' ? playDemo(house) : null;
}

/** For the person at the terminal; the log goes to standard output, this does not. */
function sayDemo(url: string): void {
  const people = demoSignIns.map(({ email, is }) => `    ${email}  (${is})`).join('\n');
  const text = `Genkan serves a demo at ${url}/?portal=${demoSlug}. Sign in with the password ${demoPassword} as\n${people}\n`;
  process.stderr.write(`${text}Documents: ${url}/openapi.json, ${url}/asyncapi.json\n`);
}

async function close(doors: Doors, play: LiveDemo | null, trace: Trace): Promise<void> {
  const begun = performance.now();
  setTimeout(() => process.exit(1), patience).unref();
  try {
    await play?.stop();
    await doors.close();
    trace.info('closed', { duration: Math.round(performance.now() - begun) });
    process.exit(0);
  } catch (error) {
    trace.error('closing-failed', { error });
    process.exit(1);
  }
}
