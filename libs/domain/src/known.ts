import type { Member } from './members.ts';
import type { RecordState } from './records.ts';
import type { UserType } from './user-types.ts';
import type { Users } from './users.ts';

/**
 * What a command may ask for before it decides: rows by id, the rows that refer to one, and who holds a unique value.
 * Answers come from database, cache and what earlier commands of the same turn changed.
 */
export type Question =
  | { readonly ask: 'record'; readonly module: string; readonly id: string }
  | { readonly ask: 'member'; readonly id: string }
  | { readonly ask: 'referring'; readonly module: string; readonly field: string; readonly id: string }
  | { readonly ask: 'members-tied-to'; readonly record: string }
  | { readonly ask: 'members-of'; readonly userType: string }
  /** How many there are of each user type: numbers, where nobody in particular is meant. */
  | { readonly ask: 'users' }
  /** Settings of an earlier day: they never change again. */
  | { readonly ask: 'user-type-at'; readonly userType: string; readonly sequence: number }
  | { readonly ask: 'claim'; readonly scope: string; readonly value: string };

/** The answers. Reading what was not asked for is a defect and throws (`NotGathered`): a decision never guesses. */
export interface Known {
  /** The record with its id in its module, deleted ones too; null when there is none. */
  record(module: string, id: string): RecordState | null;
  member(id: string): Member | null;
  /** Ids of the records of `module` whose lookup `field` holds `id`, deleted ones too. */
  referring(module: string, field: string, id: string): readonly string[];
  membersTiedTo(record: string): readonly Member[];
  membersOf(userType: string): readonly Member[];
  users(): Users;
  /** A user type as it was after an entry; null: it was not there then, or that entry is yet to come. */
  userTypeAt(userType: string, sequence: number): UserType | null;
  /** Who holds a unique value, or null. */
  holder(scope: string, value: string): string | null;
}

export class NotGathered extends Error {
  readonly question: Question;
  constructor(question: Question) {
    super(`Asked for ${JSON.stringify(question)}, which was not gathered.`);
    this.question = question;
  }
}

/** For `needs`, which is asked again once more is known: an answer, or undefined while it was not gathered. */
export function ifGathered<T>(read: () => T): T | undefined {
  try {
    return read();
  } catch (error) {
    if (error instanceof NotGathered) return undefined;
    throw error;
  }
}
