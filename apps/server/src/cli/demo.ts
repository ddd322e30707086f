import { BadConfig, isAmongUs, readConfig } from '../configuration/config.ts';
import { foundDemo } from '../demo/found-demo.ts';
import { demoPassword, demoSignIns, demoSlug } from '../demo/sign-ins.ts';
import { openGround } from '../ground.ts';
import { openHouse } from '../house.ts';
import { sayMistakes } from '../configuration/say-mistakes.ts';
import { traceTo } from '../operating/trace.ts';

/** `npm run demo`: the one way a demo comes into PostgreSQL. Its passwords are published. */
async function main(): Promise<void> {
  const config = readConfig();
  if (config.production || !isAmongUs(config))
    throw new BadConfig('The demo has published passwords: HOST must be 127.0.0.1, and NODE_ENV not production.');
  const trace = traceTo(config.LOG_LEVEL);
  const house = await openHouse(config, await openGround(config, trace), trace);
  try {
    if ((await house.log.portalBySlug(demoSlug)) !== null) throw new BadConfig('The database holds a demo already.');
    await foundDemo(house);
  } finally {
    await house.close();
  }
  const people = demoSignIns.map(({ email, is }) => `    ${email}  (${is})`).join('\n');
  process.stdout.write(`The demo stands (portal "${demoSlug}", password ${demoPassword}):\n${people}\n`);
}

await sayMistakes(main);
