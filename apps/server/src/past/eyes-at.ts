import { abilityOf } from '@genkan/access/compile';
import type { Rows } from '@genkan/access/asked';
import { memberKeyQuestions } from '@genkan/access/member-keys';
import { NotGathered } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { PortalLog } from '@genkan/log/portal-log';
import { rulesOf, type Rules } from '@genkan/realtime/rules';

/** A member's own walk is four lookups long at the most; each round goes one further. */
const rounds = 8;

type Place = { readonly module: string; readonly id: string };
const nameOf = ({ module, id }: Place): string => `${module}/${id}`;

/**
 * What each of these members was judged by after the entry `sequence`: the engine of today with the settings, members
 * and records of that day. `portal` and `members` are of that day already.
 */
export async function eyesAt(
  log: PortalLog,
  portal: Portal,
  members: readonly Member[],
  sequence: number,
): Promise<ReadonlyMap<string, Rules>> {
  const held = new Map<string, RecordState | null>();
  const rows = rowsFrom(held);
  for (let round = 0; round < rounds; round += 1) {
    const missing = members
      .flatMap((member) => memberKeyQuestions(portal, abilityOf(portal, member), member, rows))
      .flatMap((question): Place[] => (question.ask === 'record' ? [question] : []))
      .filter((place) => !held.has(nameOf(place)));
    if (missing.length === 0) break;
    const distinct = [...new Map(missing.map((place) => [nameOf(place), place])).values()];
    const then = await log.recordsAt(portal.id, distinct, sequence);
    for (const place of distinct) held.set(nameOf(place), then.get(place.id) ?? null);
  }
  return new Map(
    members.flatMap((member) => {
      const rules = rulesOf(portal, member, rows);
      return rules ? [[member.id, rules] as const] : [];
    }),
  );
}

const rowsFrom = (held: ReadonlyMap<string, RecordState | null>): Rows => ({
  record(module, id) {
    const row = held.get(nameOf({ module, id }));
    if (row === undefined) throw new NotGathered({ ask: 'record', module, id });
    return row;
  },
  referring(module, field, id) {
    throw new NotGathered({ ask: 'referring', module, field, id });
  },
});
