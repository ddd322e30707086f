import type { Difference } from './differences.ts';
import { Refusal, type Door } from './door.ts';
import type { ToldSchema } from './printed-schema.ts';

/** One command that changed what a user type may see and do; the read `user-type-history`. */
type Told = {
  readonly sequence: number;
  readonly at: string;
  readonly command: string;
  /** Null: the operator of the installation. */
  readonly by: { readonly id: string; readonly name: string } | null;
  readonly names: readonly string[];
};

/** Newest first; null for who may not know. */
async function history(door: Door, { card }: ToldSchema): Promise<readonly Told[] | null> {
  if (card.userType === null) return null;
  try {
    const found = await door.get<{ changes: readonly Told[] }>(`/api/user-types/${card.userType.id}/history`);
    return found.changes;
  } catch (error) {
    if (error instanceof Refusal && (error.code === 'forbidden' || error.code === 'not-found')) return null;
    throw error;
  }
}

const deed = ({ command, by, at, sequence }: Told): string =>
  `${command} by ${by?.name ?? 'the operator'} at ${at} (entry ${sequence})`;

/** Each difference with the last command that made it: told to staff who may watch the log. */
export async function blamed(
  door: Door,
  told: ToldSchema,
  differences: readonly Difference[],
): Promise<readonly string[]> {
  const changes = differences.length === 0 ? null : await history(door, told);
  const lines = differences.map(({ name, sign, what }) => {
    const line = `${sign} ${name} ${what}`;
    if (changes === null) return line;
    const made = changes.find(({ names }) => names.includes(name));
    return `${line}: ${made ? deed(made) : 'longer ago than the history goes, or by a new version of the server'}`;
  });
  const silent = changes === null && differences.length > 0;
  return silent ? [...lines, 'Who changed it is told to staff who may watch the log.'] : lines;
}
