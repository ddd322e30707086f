import type { CommandDefinition, Permission } from '@genkan/domain/define-command';
import type { Known } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { RejectionCode } from '@genkan/domain/rejected';
import type { RecordRights, Sight } from '@genkan/domain/sight';
import { layoutOrder } from '@genkan/domain/layout-order';
import { namesRestricted } from '@genkan/domain/restriction';

/** `member` acts; null or left out: the operator, or nobody in particular. */
export type Standing = {
  readonly portal: Portal;
  readonly known: Known;
  readonly sight: Sight;
  readonly member?: Member | null;
};
type RecordPermission = Extract<Permission<unknown>, { kind: 'record' }>;
type Target = ReturnType<RecordPermission['target']>;

/**
 * Who may change no field at all is told so here, unknown fields first; which of several fields are closed the command
 * itself says, by name.
 */
const closedTo = (fields: readonly string[] | undefined, visible: ReadonlySet<string>): RejectionCode =>
  (fields ?? []).every((field) => visible.has(field)) ? 'forbidden' : 'unknown-field';

/** Without a layout the input leaves the choice to the command: one layout on which records may be created is enough. */
function judgeCreate({ portal, sight }: Standing, { module, layout, fields }: Target): RejectionCode | null {
  const named = layout === undefined ? layoutOrder(portal.modules[module]?.layouts ?? {}) : [layout];
  const granted = named.filter((one) => sight.visible(module, one) !== null);
  if (granted.length === 0) return 'not-found';
  if (granted.some((one) => sight.creatable(module, one) !== null)) return null;
  return closedTo(fields, sight.visible(module, granted[0] ?? '') ?? new Set()); // the layout a record would get
}

function judgeEdit(record: RecordState, fields: Target['fields'], sight: Sight): RejectionCode | null {
  if (sight.rights(record).edit.size > 0) return null;
  return closedTo(fields, sight.visible(record.module, record.layout) ?? new Set());
}

function judgeExisting(
  action: Exclude<RecordPermission['action'], 'create'>,
  record: RecordState | null,
  fields: Target['fields'],
  sight: Sight,
): RejectionCode | null {
  if (record === null) return 'not-found';
  const rights: RecordRights = sight.rights(record);
  if (action === 'restore' && rights.restore) return null;
  if (sight.view(record) === null) return 'not-found';
  if (action === 'edit') return judgeEdit(record, fields, sight);
  return rights[action] ? null : 'forbidden';
}

function judgeRecord(action: RecordPermission['action'], target: Target, standing: Standing): RejectionCode | null {
  const { module, id, fields } = target;
  if (!standing.sight.sees(module)) return 'not-found';
  if (action === 'create') return judgeCreate(standing, target);
  if (id === undefined) return 'not-found';
  return judgeExisting(action, standing.known.record(module, id), fields, standing.sight);
}

function judge(permission: Permission<unknown>, input: unknown, standing: Standing): RejectionCode | null {
  switch (permission.kind) {
    case 'staff':
    case 'operator':
      return standing.sight.may(permission.right) ? null : 'forbidden';
    case 'own':
      return standing.sight.kind === 'operator' ? 'forbidden' : null;
    case 'record':
      return judgeRecord(permission.action, permission.target(input), standing);
    default:
      return permission satisfies never;
  }
}

/**
 * Every record a command asks for is named by it. Portal users do not see a restricted one, so that to them it is not
 * found like all that is hidden.
 */
function judgeRestricted(
  command: Pick<CommandDefinition, 'needs' | 'onRestricted'>,
  input: unknown,
  { portal, known, sight, member = null }: Standing,
): RejectionCode | null {
  if (command.onRestricted || sight.kind === 'portal-user') return null;
  return namesRestricted(command.needs?.(portal, input, known, member) ?? [], known) ? 'restricted' : null;
}

/**
 * May this command be tried? Null: yes. What the member may not see is not found before anything is forbidden (law 7);
 * an exception while judging denies and is handed to `defect` (law 6).
 */
export function authorise(
  command: Pick<CommandDefinition, 'permission' | 'needs' | 'onRestricted'>,
  input: unknown,
  standing: Standing,
  defect: (error: unknown) => void = () => undefined,
): RejectionCode | null {
  const { permission } = command;
  try {
    return judge(permission, input, standing) ?? judgeRestricted(command, input, standing);
  } catch (error) {
    defect(error);
    return permission.kind === 'record' ? 'not-found' : 'forbidden';
  }
}
