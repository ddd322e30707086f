import { surpriseOfMoves } from '../../oracle/allowed-settings.ts';
import { portalUsersOf } from '../../oracle/changing.ts';
import type { Command } from '../../oracle/commands.ts';
import { surpriseOf, type Told } from '../../oracle/imported.ts';
import type { State } from '../../oracle/shapes.ts';

type Result = Readonly<Record<string, unknown>>;
type Converted = { readonly lead: string; readonly outcome: string; readonly members?: readonly string[] };

const tiedTo = (state: State, lead: string): string =>
  portalUsersOf(state, ({ record }) => record === lead)
    .map(({ id }) => id)
    .sort()
    .join();

/** Whoever came in by a lead goes on as its contact: all of them, and nobody else. */
function surpriseOfConversion(state: State, rows: readonly Converted[]): string | null {
  const wrong = rows.find(
    ({ lead, outcome, members = [] }) => outcome === 'converted' && members.toSorted().join() !== tiedTo(state, lead),
  );
  return wrong ? `${wrong.lead} took ${wrong.members?.join()} along, not ${tiedTo(state, wrong.lead)}` : null;
}

/** In words, what an applied command tells of its parts that is not what must come of them; null: nothing. */
export function surpriseIn(state: State, by: string, command: Command, result: Result): string | null {
  const rows = result['rows'];
  switch (command.name) {
    case 'import-records':
      return surpriseOf(state, by, command.input, rows as readonly Told[]);
    case 'move-members':
      return surpriseOfMoves(state, command.input, rows as readonly Told[]);
    case 'convert-lead': {
      const members = result['members'] as readonly string[];
      return surpriseOfConversion(state, [{ lead: command.input.lead, outcome: 'converted', members }]);
    }
    case 'convert-leads':
      return surpriseOfConversion(state, rows as readonly Converted[]);
    default:
      return null;
  }
}
