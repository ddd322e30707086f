import { authorise } from '@genkan/access/authorise';
import { operatorSight } from '@genkan/access/sight';
import type { Change } from '@genkan/domain/changes';
import { decidedChanges } from '@genkan/domain/events';
import type { Member } from '@genkan/domain/members';
import { Rejected, rejections } from '@genkan/domain/rejected';
import type { Sight } from '@genkan/domain/sight';
import type { Admitted } from './admit.ts';
import { conversionsDue } from './conversions-due.ts';
import { layWithKeys } from './re-key.ts';
import type { Sights } from './sights.ts';
import type { WorkingSet } from './working-set.ts';

export type Actor = { readonly member: Member | null; readonly sight: Sight };
/** `onDefect` hears what broke while judging; it throws on what is only missing. */
export type DecidedWith = {
  readonly now: string;
  readonly newId: () => string;
  readonly onDefect: (error: unknown) => void;
};
export type Decided = { readonly changes: readonly Change[]; readonly result: Readonly<Record<string, unknown>> };

/** Who acts, by the newest rights (law 9, AU4); null: nobody who may still act here. */
export function actorOf(id: string | null, working: WorkingSet, sights: Sights): Actor | null {
  if (id === null) return { member: null, sight: operatorSight() };
  const member = working.member(id);
  return member?.status === 'active' ? { member, sight: sights.of(member, working) } : null;
}

/**
 * One command on the state about to change: authorise, decide, apply, key. Its changes lie on the working set
 * afterwards; it throws `Rejected`, and what is missing, and then the caller takes the working set back.
 */
export function decideCommand(
  { command, parsed, request }: Pick<Admitted, 'command' | 'parsed' | 'request'>,
  { member, sight }: Actor,
  working: WorkingSet,
  { now, newId, onDefect }: DecidedWith,
): Decided {
  if (!parsed.ok) throw new Rejected('invalid', rejections.invalid.message, { issues: parsed.issues });
  const { portal } = working;
  const refused = authorise(command, parsed.input, { portal, known: working, sight, member }, onDefect);
  if (refused) throw new Rejected(refused);
  const { events, result = {} } = command.decide(portal, working, parsed.input, { now, newId, member, sight });
  if (events.length === 0) return { changes: [], result };
  const made = decidedChanges({ portal, known: working }, events);
  const due = conversionsDue(portal, made, request.commandId, newId);
  return { changes: layWithKeys([...made, ...due], working, newId), result };
}
