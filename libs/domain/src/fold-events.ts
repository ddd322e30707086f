import type { Change } from './changes.ts';
import type { DomainEvent, EventDefinition } from './define-command.ts';
import type { Known } from './known.ts';
import type { Portal } from './portal.ts';
import { applySetting } from './changes.ts';
import { Overlay } from './overlay.ts';

type State = { readonly portal: Portal; readonly known: Known };
export type EventDefinitions = ReadonlyMap<string, EventDefinition>;

function applyOne(definitions: EventDefinitions, state: State, happened: DomainEvent): readonly Change[] {
  const definition = definitions.get(happened.type);
  if (definition === undefined) throw new Error(`No command defines the event ${happened.type}.`);
  return definition.apply(state, happened as never); // the type of the fact is erased in the definitions
}

/** Events as changes, in order; each sees what the earlier ones changed. Deterministic: the same facts, the same rows. */
export function foldEvents(
  definitions: EventDefinitions,
  state: State,
  events: readonly DomainEvent[],
  onChange?: (change: Change) => void,
): Change[] {
  const made: Change[] = [];
  let portal = state.portal;
  const overlay = events.length > 1 ? new Overlay(state.known) : null; // most decisions have one event and need none
  for (const happened of events) {
    for (const change of applyOne(definitions, { portal, known: overlay ?? state.known }, happened)) {
      overlay?.add(change);
      if (change.kind === 'setting') portal = applySetting(portal, change);
      made.push(change);
      onChange?.(change);
    }
  }
  return made;
}
