import type { z } from 'zod';
import type { Change } from './changes.ts';
import type { Known, Question } from './known.ts';
import type { Member } from './members.ts';
import type { Portal } from './portal.ts';
import type { Sight } from './sight.ts';
import type { StaffRight } from './roles.ts';

/** Time, ids and the acting member are handed in: the centre is pure (law 10). */
export type Context = {
  /** UTC, ISO 8601 with milliseconds; never goes back within a portal. */
  readonly now: string;
  readonly newId: () => string;
  /** Null for the operator of the installation, who founds portals. */
  readonly member: Member | null;
  readonly sight: Sight;
};

/**
 * Who may issue a command; without one a command does not compile (law 6).
 * `staff`: a right of a role. `record`: an action on a record of the module the input names; the record must be seen.
 * `own`: every active member, on himself. `operator`: the installation's operator.
 */
export type Permission<Input> =
  | { readonly kind: 'staff'; readonly right: StaffRight }
  | {
      readonly kind: 'record';
      readonly action: 'create' | 'edit' | 'delete' | 'copy' | 'restore';
      /** `fields`: those the input names, so that who may change none is told of unknown ones before he is forbidden. */
      target(input: Input): { module: string; id?: string; layout?: string; fields?: readonly string[] };
    }
  | { readonly kind: 'own' }
  | { readonly kind: 'operator'; readonly right: StaffRight };

/** What an event does: the changes it makes, each with before and after. Pure; the event carries the facts. */
export type Apply<Fact> = (state: { portal: Portal; known: Known }, fact: Fact) => readonly Change[];
/** The type of the fact is known where the event is defined and made; the registry holds it erased. */
export type EventDefinition = { readonly fact: z.ZodType; readonly apply: Apply<never> };
export const event = <Fact>(fact: z.ZodType<Fact>, apply: Apply<Fact>): EventDefinition => ({ fact, apply });

export type DomainEvent = { readonly type: string; readonly [fact: string]: unknown };
/** What `decide` answers: the facts, and what the sender is told (ids and codes, never values). No events: nothing changed. */
export type Decision = { readonly events: readonly DomainEvent[]; readonly result?: Readonly<Record<string, unknown>> };

/**
 * A command. Its functions are methods, so that the registry may hold commands of every input; whoever calls `needs`
 * or `decide` hands in what `input` parsed and nothing else.
 */
export type CommandDefinition<Name extends string = string, Schema extends z.ZodType = z.ZodType> = {
  readonly name: Name;
  readonly area: 'portal' | 'licences' | 'configuration' | 'members' | 'records' | 'privacy';
  /** One English sentence, shown in forms, documents and the audit. */
  readonly summary: string;
  readonly input: Schema;
  readonly permission: Permission<z.output<Schema>>;
  /** What must be known before deciding. Asked again with the answers until nothing new is asked. `acting`: the sender. */
  needs?(portal: Portal, input: z.output<Schema>, known: Known, acting: Member | null): readonly Question[];
  readonly events: Readonly<Record<string, EventDefinition>>;
  /**
   * Taken also where a record it asks for is restricted (GDPR 18); every other command is refused then. The matrix test
   * holds the whole list.
   */
  readonly onRestricted?: true;
  decide(portal: Portal, known: Known, input: z.output<Schema>, context: Context): Decision;
};

export const defineCommand = <const Name extends string, Schema extends z.ZodType>(
  definition: CommandDefinition<Name, Schema>,
): CommandDefinition<Name, Schema> => definition;
