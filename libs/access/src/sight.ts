import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { StaffRight } from '@genkan/domain/roles';
import type { RecordRights, Sight } from '@genkan/domain/sight';
import type { Ability, MemberKeys } from './ability.ts';
import { maskOf } from './mask.ts';
import { noRights } from './rights.ts';
import { shared } from './shared.ts';
import { view } from './view.ts';

/** Sees nothing and may nothing. */
const blind = (kind: Sight['kind']): Sight => ({
  kind,
  may: () => false,
  sees: () => false,
  view: () => null,
  visible: () => null,
  rights: () => noRights,
  creatable: () => null,
  copyable: () => new Set(),
});

const ofTheOperator: ReadonlySet<StaffRight> = new Set<StaffRight>([
  'create-portal',
  'manage-staff',
  'manage-licences',
  'maintain',
]);

/** The operator of the installation founds portals, gives them staff and runs their jobs; he sees no record. */
export const operatorSight = (): Sight => ({ ...blind('operator'), may: (right) => ofTheOperator.has(right) });

/** Of a deleted record only the right to restore is left, judged as if it were still there. */
function rightsOn(ability: Ability, keys: MemberKeys, record: RecordState): RecordRights {
  const mask = maskOf(keys, record);
  const live = record.deleted ? { ...record, deleted: false } : record;
  if (view(ability, live, mask) === null) return noRights;
  const rights = ability.tabs.get(record.module)?.shapes.get(record.layout)?.by(mask).rights ?? noRights;
  return record.deleted ? { ...noRights, restore: rights.restore } : rights;
}

/** A member's eyes and hands under these settings; those of a member who is not active are closed. */
export function sightOf(_portal: Portal, ability: Ability, keys: MemberKeys, member: Member): Sight {
  if (member.status !== 'active') return blind(member.kind);
  const visible = (module: string, layout: string) => ability.tabs.get(module)?.layouts.get(layout) ?? null;
  return {
    kind: member.kind,
    may: (right) => ability.staffRights.has(right),
    sees: (module) => ability.tabs.has(module),
    view: (record) => view(ability, record, maskOf(keys, record)),
    visible,
    rights: (record) => rightsOn(ability, keys, record),
    creatable(module, layout) {
      const shown = visible(module, layout);
      const create = ability.tabs.get(module)?.create ?? null;
      return shown && create && shared(create, shown);
    },
    copyable(module, layout) {
      const tab = ability.tabs.get(module);
      const written = tab?.rightsTable.flatMap(({ edit }) => [...edit]) ?? [];
      return shared([...written, ...(tab?.create ?? [])], visible(module, layout) ?? new Set());
    },
  };
}
