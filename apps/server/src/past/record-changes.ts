import type { RecordChange } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { seenBy } from '@genkan/realtime/acquaintance';
import type { Eyes } from '@genkan/realtime/rules';
import type { Rights } from '../rights.ts';
import { EyesThen } from './eyes-then.ts';

/** What somebody saw of a record before and after an entry. */
export type Seen = { readonly before: View | null; readonly after: View | null };
/** A record before an entry and after it, whatever happened to it in between. */
type Net = { readonly before: RecordState | null; readonly after: RecordState | null };

export function netOf(changes: readonly RecordChange[]): Net {
  return { before: changes[0]?.before ?? null, after: changes.at(-1)?.after ?? null };
}

/**
 * How a reader saw the changes of an entry: a portal user by the rights he had before and after it, so that no value is
 * told that he could not see while it stood; staff by their rights of now, which open the past to them.
 */
export function readerOf(log: PortalLog, rights: Rights): (entry: Entry, net: Net) => Promise<Seen> {
  const { ability, keys, portal, member } = rights;
  const now: Eyes = { ability, keys };
  if (member.kind === 'staff')
    return async (_, { before, after }) => ({ before: seenBy(now, before), after: seenBy(now, after) });
  const then = new EyesThen(log, portal.id, member.id);
  const saw = (eyes: Eyes | null, row: RecordState | null): View | null => eyes && seenBy(eyes, row);
  return async ({ sequence }, { before, after }) => {
    const shown = after && saw(await then.at(sequence), after);
    const seen = before && saw(await then.at(sequence - 1), before);
    return { before: seen, after: shown };
  };
}
