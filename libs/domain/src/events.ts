import type { Change } from './changes.ts';
import type { DomainEvent } from './define-command.ts';
import type { EventDefinitions } from './fold-events.ts';
import type { Known } from './known.ts';
import type { Portal } from './portal.ts';
import { commands } from './commands.ts';
import { foldEvents } from './fold-events.ts';
import { refuseExcess } from './seats.ts';

/** Every event of every command, by type. */
export const eventDefinitions: EventDefinitions = new Map(commands.flatMap(({ events }) => Object.entries(events)));

/**
 * A decision's events as changes, in order; each event sees what the earlier ones changed. Facts are not parsed again:
 * `decide` made them, and the tests hold them against their schemas.
 */
export const applyEvents = (
  state: { readonly portal: Portal; readonly known: Known },
  events: readonly DomainEvent[],
  onChange?: (change: Change) => void,
): Change[] => foldEvents(eventDefinitions, state, events, onChange);

/** What a decision changes, or its refusal: seats are judged here, so that no command can forget them (S0-17). */
export function decidedChanges(
  state: { readonly portal: Portal; readonly known: Known },
  events: readonly DomainEvent[],
): Change[] {
  const changes = applyEvents(state, events);
  refuseExcess(state.portal, state.known, changes);
  return changes;
}
