import type { Change } from './changes.ts';
import type { DomainEvent } from './define-command.ts';
import type { EventDefinitions } from './fold-events.ts';
import type { Known } from './known.ts';
import type { Portal } from './portal.ts';
import { commands } from './commands.ts';
import { foldEvents } from './fold-events.ts';

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
