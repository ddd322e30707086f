import { BadConfig, isAmongUs } from '../configuration/config.ts';
import type { House } from '../house.ts';
import { demoPassword, demoSignIns, demoSlug } from './sign-ins.ts';

/** Refuses to serve a demo with its published passwords where others reach it, on whatever database it stands. */
export async function refusePublished({ config, log, members, signIn }: House): Promise<void> {
  if (isAmongUs(config) && !config.production) return;
  if ((await log.portalBySlug(demoSlug)) === null) return;
  for (const { email } of demoSignIns) {
    const found = await members.byEmail(demoSlug, email);
    if (found && (await signIn.isPassword(found.portal, found.member.id, demoPassword)))
      throw new BadConfig(
        `The database holds the demo with its published passwords: serve it on 127.0.0.1 and without NODE_ENV=production, or use another database.`,
      );
  }
}
