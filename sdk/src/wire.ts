import type { AbilityCard, Answer, ClientToServer } from './contract.ts';

/** Parts of the printed contract by names of their own. */
export type TabCard = AbilityCard['tabs'][string];
export type FieldCard = TabCard['fields'][string];
export type Command = ClientToServer['command'];
export type Refusal = Extract<Answer, { status: 'rejected' }>;
export type Issue = Refusal['issues'][number];
/** One field that somebody else changed meanwhile; `theirs` as this member may see it. */
export type FieldConflict = Refusal['conflicts'][number] & { readonly module: string; readonly id: string };
/** Called with what the other side acknowledged. */
export type Answered = (answer: unknown) => void;
