import type { RecordState } from '@genkan/domain/records';
import type { Rows } from '../asked.ts';
import type { Atom } from './atom.ts';

type Walk = {
  readonly modules: readonly string[];
  readonly steps: readonly string[];
  readonly start: RecordState;
  /** Where the walk should end. */
  readonly end: string;
};
type SetLookup = Extract<Atom, { atom: 'set-lookup' }>;

/** Records tried for one place of a walk: any of them leads to the end. */
const mostWitnesses = 8;

const lives = (known: Rows, module: string, id: string): boolean => known.record(module, id)?.deleted === false;

/** Living records, per place of the walk, from which its rest leads to the end: found backwards from it. */
function leadingTo(known: Rows, { modules, steps, end }: Walk): readonly (readonly string[])[] {
  const last = modules.at(-1) ?? '';
  const places: (readonly string[])[] = [lives(known, last, end) ? [end] : []];
  for (let place = steps.length - 1; place > 0; place -= 1) {
    const module = modules[place] ?? '';
    const field = steps[place] ?? '';
    const referring = (places[0] ?? []).flatMap((id) => known.referring(module, field, id));
    const living = [...new Set(referring)].filter((id) => lives(known, module, id));
    places.unshift(living.slice(0, mostWitnesses));
  }
  return places;
}

/** Every single lookup on the walk that, set otherwise, makes it end there. */
export function lookupsTo(known: Rows, walk: Walk): readonly SetLookup[] {
  const leading = leadingTo(known, walk);
  const found: SetLookup[] = [];
  let at: RecordState | null = walk.start;
  for (const [place, field] of walk.steps.entries()) {
    if (at === null || (place > 0 && at.deleted)) break;
    const { module, id } = at;
    const held: unknown = Object.hasOwn(at.fields, field) ? at.fields[field] : null;
    const others = (leading[place] ?? []).filter((value) => value !== held);
    found.push(...others.map((value): SetLookup => ({ atom: 'set-lookup', module, id, field, value })));
    at = typeof held === 'string' && held !== '' ? known.record(walk.modules[place + 1] ?? '', held) : null;
  }
  return found;
}
