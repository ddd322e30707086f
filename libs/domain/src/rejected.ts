/**
 * Every reason a command or a read is refused: a closed table. The sentence tells the reader what to do next and never
 * holds a value. `trace` says what stays behind: an `entry` (refused for lack of right, R-2), a `receipt` only (refused
 * as invalid, conflicting or impossible), or `nothing` (never reached a turn).
 */
export const rejections = {
  'not-found': {
    status: 404,
    trace: 'entry',
    message: 'There is nothing here that you may see under this name or id.',
  },
  'unknown-field': {
    status: 422,
    trace: 'entry',
    message: 'There is no such field. Check its name against your ability.',
  },
  'unknown-record': {
    status: 422,
    trace: 'receipt',
    message: 'A lookup names a record that does not exist. Choose another.',
  },
  forbidden: {
    status: 403,
    trace: 'entry',
    message: 'You do not have permission. Ask the administrator of the portal.',
  },
  invalid: {
    status: 422,
    trace: 'receipt',
    message: 'The input is not valid. Correct the named fields and send it again.',
  },
  conflict: {
    status: 409,
    trace: 'receipt',
    message: 'Somebody changed the same field meanwhile. Compare and send again.',
  },
  restricted: {
    status: 409,
    trace: 'receipt',
    message: 'The processing of this record is restricted. Lift the restriction first.',
  },
  'not-possible': { status: 409, trace: 'receipt', message: 'This cannot be done in the present state.' },
  'name-taken': { status: 409, trace: 'receipt', message: 'This name is already in use. Choose another.' },
  'wrong-base': {
    status: 409,
    trace: 'receipt',
    message: 'This user type has another base module. Choose one with the same base.',
  },
  'default-type': { status: 409, trace: 'receipt', message: 'The default user type cannot be deleted.' },
  'type-in-use': {
    status: 409,
    trace: 'receipt',
    message: 'The user type has users. Move them to another type first.',
  },
  'employee-domain': {
    status: 409,
    trace: 'receipt',
    message:
      'The organisation’s own people cannot be added to this user type. Use another type or address, or allow the domain.',
  },
  'limit-reached': { status: 409, trace: 'receipt', message: 'A limit of the portal is reached.' },
  'key-reused': {
    status: 422,
    trace: 'nothing',
    message: 'This command id was used with another input. Use a fresh id.',
  },
  'stale-command': {
    status: 409,
    trace: 'nothing',
    message: 'This command id is older than receipts are kept. Use a fresh id.',
  },
  'unknown-command': { status: 404, trace: 'nothing', message: 'There is no such command. See the catalogue.' },
  unauthenticated: { status: 401, trace: 'nothing', message: 'Sign in again.' },
  'too-many': { status: 429, trace: 'nothing', message: 'Too many requests. Wait before you try again.' },
  'too-large': { status: 413, trace: 'nothing', message: 'The message is larger than allowed. Send less at once.' },
  'too-slow': {
    status: 408,
    trace: 'nothing',
    message: 'What was sent was not read for too long. Connect again: what was missed follows.',
  },
  behind: { status: 503, trace: 'nothing', message: 'This server has not caught up yet. Try again in a moment.' },
  unavailable: {
    status: 503,
    trace: 'nothing',
    message: 'The portal cannot answer at the moment. Repeat with the same command id.',
  },
  incompatible: {
    status: 426,
    trace: 'nothing',
    message: 'The client speaks another version of the protocol. Update it.',
  },
  internal: {
    status: 500,
    trace: 'nothing',
    message: 'This should not have happened. Quote the id when you report it.',
  },
} as const satisfies Record<string, { status: number; trace: 'entry' | 'receipt' | 'nothing'; message: string }>;

export type RejectionCode = keyof typeof rejections;
/** What exactly was wrong, by field name or input path; never a stored value. */
export type Issue = { readonly path: string; readonly message: string };
/** One field of a conflict: `theirs` is the present value in the member's own view, never raw. */
export type FieldConflict = {
  readonly field: string;
  readonly base: unknown;
  readonly mine: unknown;
  readonly theirs: unknown;
};

/** Thrown by deciding code to refuse a command; nothing of the command is applied. */
export class Rejected extends Error {
  readonly code: RejectionCode;
  readonly issues: readonly Issue[];
  readonly conflicts: readonly FieldConflict[];
  constructor(
    code: RejectionCode,
    message?: string,
    details: { issues?: readonly Issue[]; conflicts?: readonly FieldConflict[] } = {},
  ) {
    super(message ?? rejections[code].message);
    this.code = code;
    this.issues = details.issues ?? [];
    this.conflicts = details.conflicts ?? [];
  }
}
