import type { CommandDefinition, Permission } from '@genkan/domain/define-command';
import type { Known } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { RejectionCode } from '@genkan/domain/rejected';
import type { RecordRights, Sight } from '@genkan/domain/sight';

export type Standing = { readonly portal: Portal; readonly known: Known; readonly sight: Sight };
type RecordPermission = Extract<Permission<unknown>, { kind: 'record' }>;
type Target = ReturnType<RecordPermission['target']>;

/** The first refusal that applies to the fields an input names: one that is not seen is unknown before any is forbidden. */
function judgeFields(
  fields: readonly string[],
  visible: ReadonlySet<string>,
  permitted: ReadonlySet<string> | null,
): RejectionCode | null {
  if (!fields.every((field) => visible.has(field))) return 'unknown-field';
  return permitted !== null && fields.every((field) => permitted.has(field)) ? null : 'forbidden';
}

/** Without a layout the input leaves the choice to the command: then one layout that allows it is enough. */
function judgeCreate({ portal, sight }: Standing, { module, layout, fields = [] }: Target): RejectionCode | null {
  const named = layout === undefined ? Object.keys(portal.modules[module]?.layouts ?? {}) : [layout];
  const judged = named.flatMap((one) => {
    const visible = sight.visible(module, one);
    return visible ? [judgeFields(fields, visible, sight.creatable(module, one))] : [];
  });
  if (judged.length === 0) return 'not-found';
  return judged.includes(null) ? null : judged.includes('forbidden') ? 'forbidden' : 'unknown-field';
}

function judgeEdit(record: RecordState, fields: readonly string[] | undefined, sight: Sight): RejectionCode | null {
  const { edit } = sight.rights(record);
  if (fields === undefined || fields.length === 0) return edit.size > 0 ? null : 'forbidden';
  return judgeFields(fields, sight.visible(record.module, record.layout) ?? new Set(), edit);
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

function judge(permission: Permission<never>, input: never, standing: Standing): RejectionCode | null {
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
 * May this command be tried? Null: yes. What the member may not see is not found before anything is forbidden (law 7);
 * an exception while judging denies and is handed to `defect` (law 6).
 */
export function authorise(
  { permission }: Pick<CommandDefinition, 'permission'>,
  input: unknown,
  standing: Standing,
  defect: (error: unknown) => void = () => undefined,
): RejectionCode | null {
  try {
    return judge(permission as Permission<never>, input as never, standing);
  } catch (error) {
    defect(error);
    return permission.kind === 'record' ? 'not-found' : 'forbidden';
  }
}
