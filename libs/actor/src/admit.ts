import { commandByName } from '@genkan/domain/commands';
import type { CommandDefinition } from '@genkan/domain/define-command';
import { uuid } from '@genkan/domain/names';
import { rejections, type Issue, type RejectionCode } from '@genkan/domain/rejected';
import type { Answer, CommandRequest } from './answer.ts';
import { bulkLimits, canonicalInput, inputLimits } from './canonical-input.ts';
import type { Waiting } from './mailbox.ts';

/** A command that may wait for its turn: known, of bearable size, its input parsed once. */
export type Admitted = Waiting & {
  readonly request: CommandRequest;
  readonly command: CommandDefinition;
  readonly canonical: string;
  readonly parsed:
    { readonly ok: true; readonly input: unknown } | { readonly ok: false; readonly issues: readonly Issue[] };
};

/** An answer that leaves nothing behind. */
export const refusal = (commandId: string, code: RejectionCode, issues: readonly Issue[] = []): Answer => ({
  commandId,
  sequence: null,
  at: 0,
  replayed: false,
  status: 'rejected',
  code,
  message: rejections[code].message,
  issues,
  conflicts: [],
});

/** What can be said of a command without knowing the portal; input that is not valid still gets its receipt in a turn. */
export function admit(request: CommandRequest): Admitted | Answer {
  const command = commandByName(request.name);
  if (!command) return refusal(request.commandId, 'unknown-command');
  const canonical = canonicalInput(request.input ?? {}, isBulk(command) ? bulkLimits : inputLimits);
  if (canonical === null) return refusal(request.commandId, 'too-large');
  const commandId = uuid.safeParse(request.commandId);
  if (!commandId.success) {
    return refusal(request.commandId, 'invalid', [{ path: 'id', message: 'Use a random UUID (version 4).' }]);
  }
  const parsed = parse(command, request.input ?? {});
  return {
    request: { ...request, commandId: commandId.data },
    command,
    canonical,
    parsed,
    member: request.member ?? '',
    weight: parsed.ok ? rowsOf(parsed.input) : 1,
    bulk: isBulk(command),
  };
}

function parse(command: CommandDefinition, input: unknown): Admitted['parsed'] {
  const outcome = command.input.safeParse(input);
  if (outcome.success) return { ok: true, input: outcome.data };
  const issues = outcome.error.issues.slice(0, 20);
  return { ok: false, issues: issues.map(({ path, message }) => ({ path: path.join('.'), message })) };
}

/** The one command that is carried out in a portal that is not there yet. */
export const isFounding = ({ permission }: CommandDefinition): boolean =>
  permission.kind === 'operator' && permission.right === 'create-portal';

/** Imports and the work of jobs wait until nothing else does. */
const isBulk = ({ permission }: CommandDefinition): boolean =>
  'right' in permission && (permission.right === 'import' || permission.right === 'maintain');

const rowsOf = (input: unknown): number => {
  if (typeof input !== 'object' || input === null) return 1;
  const rows: unknown = 'rows' in input ? input.rows : 'ids' in input ? input.ids : null;
  return Array.isArray(rows) ? Math.max(1, rows.length) : 1;
};
