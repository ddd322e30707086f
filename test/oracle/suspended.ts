import { walk } from './see.ts';
import type { Module, Row, State, Suspended } from './shapes.ts';

/** "What lies behind is re-keyed in the same entry up to 1,000 records, above that by suspension and a job" (DECISIONS). */
const atOnce = 1000;

type Passing = {
  readonly module: Module;
  readonly path: string;
  readonly steps: readonly string[];
  readonly at: number;
};

/** Every lookup is a path of one step, and the declared ones are longer. */
const pathsOf = ({ fields, paths }: Module): readonly (readonly [path: string, steps: readonly string[]])[] => [
  ...Object.values(fields).flatMap(({ name, type }) => (type === 'lookup' ? [[name, [name]] as const] : [])),
  ...Object.entries(paths),
];

/** The paths that come to records of this module, in their middle or at their end: on they go, from `at`, by its lookups. */
function passing(state: State, moved: string): readonly Passing[] {
  return Object.values(state.modules).flatMap((module) =>
    pathsOf(module).flatMap(([path, steps]) => {
      let here: string | undefined = module.name;
      return steps.flatMap((step, before): Passing[] => {
        here = state.modules[here ?? '']?.fields[step]?.module;
        return here === moved ? [{ module, path, steps, at: before + 1 }] : [];
      });
    }),
  );
}

/** As if this record were not deleted: a deleted one gives no key, so that going and coming back move what led to it too. */
function withAlive(state: State, id: string): State {
  const row = state.rows.get(id);
  return row?.deleted ? { ...state, rows: new Map(state.rows).set(id, { ...row, deleted: false }) } : state;
}

/** The records on whose way along one of these paths the moved one stands. */
function behind(state: State, moved: string, paths: readonly Passing[]): readonly Row[] {
  const standing = withAlive(state, moved);
  const leads = (row: Row, { module, steps, at }: Passing): boolean =>
    row.module === module.name && walk(standing, row, steps.slice(0, at)) === moved;
  return [...state.rows.values()].filter((row) => paths.some((path) => leads(row, path)));
}

const endFrom = (state: State, id: string, { steps, at }: Passing): string | null => {
  const row = state.rows.get(id);
  return row === undefined || row.deleted ? null : walk(state, row, steps.slice(at));
};

/**
 * The ends of paths that count as absent from now on, because a record on them moved, went or came back, and more lies
 * behind it than is keyed at once. What lies behind are the records that come to another end by it: others on its way
 * need no new key. The old end is suspended so that nobody is met by where a record was, and the new one because some
 * have their new key before others: a view at a place of the log may not tell how far the work has got.
 */
export function suspendedBy(before: State, after: State, id: string): readonly Suspended[] {
  const paths = passing(after, after.rows.get(id)?.module ?? '');
  const moves = paths.filter((path) => endFrom(before, id, path) !== endFrom(after, id, path));
  if (moves.length === 0 || behind(after, id, moves).length <= atOnce) return [];
  return moves.flatMap((path) =>
    [endFrom(before, id, path), endFrom(after, id, path)].flatMap((end) =>
      end === null ? [] : [{ module: path.module.name, path: path.path, end }],
    ),
  );
}

export const isSame = (a: Suspended, b: Suspended): boolean =>
  a.module === b.module && a.path === b.path && a.end === b.end;
