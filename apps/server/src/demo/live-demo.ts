import { setTimeout as sleep } from 'node:timers/promises';
import { z } from 'zod';
import { Rejected } from '@genkan/domain/rejected';
import { view } from '@genkan/protocol/messages';
import { run } from '../found-portal.ts';
import type { House } from '../house.ts';
import { recordsRead } from '../reads/records.ts';
import { rightsOf } from '../rights.ts';
import { diceFrom } from './dice.ts';
import { playScene, type Actor, type Cast } from './scenes.ts';
import { demoSlug, outsiders, staff } from './sign-ins.ts';

const page = z.object({ rows: z.array(view) });

/** A member of the demo, acting in this process: judged and stored like one who came through a door. */
async function actorOf(house: House, email: string): Promise<Actor> {
  const found = await house.members.byEmail(demoSlug, email);
  if (!found) throw new Error('The demo lacks one of its people.');
  const { portal, member } = found;
  const { sessionsEnded, kind } = member;
  const who = { portal, member: member.id, kind, sessionsEnded, session: '', exp: Infinity };
  const { tail } = await house.portals.open(portal);
  const context = {
    log: house.log,
    key: house.pageKey,
    deliveries: house.deliveries,
    rights: (also?: Parameters<typeof rightsOf>[3]) => rightsOf(house.log, tail, who, also),
  };
  return {
    record: member.kind === 'portal-user' ? member.record : null,
    look: async (module, where) => {
      const { answer } = await recordsRead.ask(context, { module, where, limit: 100 });
      return page.parse(answer).rows;
    },
    act: (command, input) => run(house, portal, member.id, command, input),
  };
}

async function castOf(house: House): Promise<Cast> {
  const sellers = staff.filter(({ role }) => role === 'sales');
  const of = (people: readonly { readonly email: string }[]): Promise<Actor[]> =>
    Promise.all(people.map(({ email }) => actorOf(house, email)));
  const ofType = (type: string): Promise<Actor[]> => of(outsiders.filter((one) => one.type === type));
  const [partners, clients, vendors] = await Promise.all([ofType('partner'), ofType('client'), ofType('vendor')]);
  return { staff: await of(sellers), partners, vendors, watchers: [...partners, ...clients, ...vendors] };
}

/** What stops the play, once the scene under way is over. */
export type LiveDemo = { readonly stop: () => Promise<void> };

/** Keeps the demo moving: something happens every second or two. Whoever was taken out of the demo is not played. */
export async function playDemo(house: House, pause: readonly [number, number] = [1000, 2000]): Promise<LiveDemo> {
  const cast = await castOf(house);
  const dice = diceFrom(Date.now());
  const stopped = new AbortController();
  const play = async (): Promise<void> => {
    while (!stopped.signal.aborted) {
      await sleep(dice.between(...pause), null, { signal: stopped.signal }).catch(() => null);
      if (!stopped.signal.aborted) await playScene(dice, cast).catch((error: unknown) => told(house, error));
    }
  };
  const playing = play();
  return {
    async stop() {
      stopped.abort();
      await playing;
    },
  };
}

/** A refusal is part of the play: somebody changed the demo's rights. */
function told({ trace }: House, error: unknown): void {
  if (!(error instanceof Rejected)) trace.warn('scene-failed', { error });
}
