import { z } from 'zod';
import type { Ability } from '@genkan/access/ability';
import { Rejected } from '@genkan/domain/rejected';
import type { Member } from '@genkan/domain/members';
import type { View } from '@genkan/domain/sight';
import { pageBehind } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';
import { judged, type Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { see } from './records.ts';

const most = 10_000;
const row = z.strictObject({ id: z.string(), layout: z.string(), fields: z.record(z.string(), z.unknown()) });
type Rows = z.infer<typeof row>[];

/** What is about him or comes from him: his own record and those he made, as far as he sees them. */
const keysOf = (member: Extract<Member, { kind: 'portal-user' }>): string[] => [`=${member.record}`, `+${member.id}`];

async function rowsOf(
  log: PortalLog,
  rights: Rights,
  keys: string[],
  tab: string,
): Promise<{ head: number; rows: Rows }> {
  const { portal, ability } = rights;
  const layouts = [...(ability.tabs.get(tab)?.layouts.keys() ?? [])];
  const scope = {
    module: tab,
    keys,
    layouts,
    withRestricted: false,
    criteria: ability.tabs.get(tab)?.criteria ?? null,
  };
  const { head, rows: stored, more } = await log.page(portal.id, pageBehind(scope, null, most));
  if (more) throw new Rejected('limit-reached', 'This is too much for one answer. Ask the privacy officer.');
  const views = stored.map((one) => see(rights, one)).filter((view): view is View => view !== null);
  return { head, rows: views.map(({ id, layout, fields }) => ({ id, layout, fields })) };
}

async function allOf(log: PortalLog, rights: Rights, ability: Ability, keys: string[]) {
  const modules: { module: string; records: Rows }[] = [];
  let head = rights.head;
  for (const module of ability.tabs.keys()) {
    const { head: at, rows } = await rowsOf(log, rights, keys, module);
    head = Math.max(head, at);
    if (rows.length > 0) modules.push({ module, records: rows });
  }
  return { head, modules };
}

/** GDPR 20, by oneself: never more than the own view, which the officer's answer to an access request goes beyond. */
export const exportMyDataRead = defineRead({
  name: 'export-my-data',
  summary: 'Your own record and all you made, as you see it, to take elsewhere.',
  path: '/my-data',
  input: z.strictObject({}),
  answer: z.strictObject({ modules: z.array(z.strictObject({ module: z.string(), records: z.array(row) })) }),
  async run({ log, rights: rightsNow }) {
    const { found } = await judged(rightsNow, async (rights) => {
      const { member, portal, ability } = rights;
      if (member.kind !== 'portal-user' || !portal.privacy.compliance) throw new Rejected('not-found');
      return allOf(log, rights, ability, keysOf(member));
    });
    return { head: found.head, answer: { modules: found.modules } };
  },
});
