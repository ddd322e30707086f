import type { Change } from './changes.ts';
import type { DomainEvent, EventDefinition } from './define-command.ts';
import type { Known } from './known.ts';
import type { Portal } from './portal.ts';
import { applySetting } from './changes.ts';
import { commands } from './commands.ts';
import { Overlay } from './overlay.ts';

/** Every event of every command, by type. */
export const eventDefinitions: ReadonlyMap<string, EventDefinition> = new Map(
  commands.flatMap((command) => Object.entries(command.events)),
);

type State = { readonly portal: Portal; readonly known: Known };

function applyOne(state: State, happened: DomainEvent): readonly Change[] {
  const definition = eventDefinitions.get(happened.type);
  if (definition === undefined) throw new Error(`No command defines the event ${happened.type}.`);
  return definition.apply(state, happened as never); // the registry holds the type of the fact erased
}

/**
 * A decision's events as changes, in order; each event sees what the earlier ones changed. Facts are not parsed again:
 * `decide` made them, and a property test holds them against their schemas.
 */
export function applyEvents(
  state: State,
  events: readonly DomainEvent[],
  onChange?: (change: Change) => void,
): Change[] {
  const made: Change[] = [];
  let portal = state.portal;
  let overlay: Overlay | null = null; // most decisions have one event and need none
  for (const happened of events) {
    const changes = applyOne({ portal, known: overlay ?? state.known }, happened);
    if (events.length > 1) overlay ??= new Overlay(state.known);
    for (const change of changes) {
      overlay?.add(change);
      if (change.kind === 'setting') portal = applySetting(portal, change);
      made.push(change);
      onChange?.(change);
    }
  }
  return made;
}
