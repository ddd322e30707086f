import type { Rows } from '@genkan/access/asked';
import { maskOf } from '@genkan/access/mask';
import { view } from '@genkan/access/view';
import type { Member } from '@genkan/domain/members';
import { ifGathered } from '@genkan/domain/known';
import type { Welcome } from '@genkan/protocol/messages';
import { protocolVersion } from '@genkan/protocol/version';
import type { Card } from './cards.ts';
import { Packet } from './packet.ts';
import type { Rules } from './rules.ts';

export type Welcomed = {
  readonly portal: string;
  readonly member: Member;
  readonly rules: Rules;
  readonly rows: Rows;
  readonly card: Card;
  readonly ticket: string;
  readonly resumed: boolean;
  readonly limits: Welcome['limits'];
};

/** The first message: who one is and what one may do. The card's text is shared by all who hold the ability. */
export function welcomePacket(welcomed: Welcomed): Packet {
  const { portal, member, card, ticket, resumed, limits } = welcomed;
  const whom = { id: member.id, record: ownRecord(welcomed) };
  const head = JSON.stringify({ protocol: protocolVersion, portal, member: whom, ticket, resumed, limits });
  return new Packet('welcome', `${head.slice(0, -1)},"ability":${card.text}}`);
}

/** The message that names one's own record anew. */
export const selfPacket = (own: Pick<Welcomed, 'member' | 'rules' | 'rows'>): Packet =>
  new Packet('self', JSON.stringify({ record: ownRecord(own) }));

/** One's own record is named only if one may see it. */
function ownRecord({
  member,
  rules,
  rows,
}: Pick<Welcomed, 'member' | 'rules' | 'rows'>): { module: string; id: string } | null {
  if (member.kind !== 'portal-user') return null;
  const { module, record: id } = member;
  const row = ifGathered(() => rows.record(module, id)); // what is not at hand is not shown
  return row && view(rules.ability, row, maskOf(rules.keys, row)) ? { module, id } : null;
}
