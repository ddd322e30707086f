import type { Portal } from '../portal.ts';
import type { RecordState } from '../records.ts';
import type { RoleName, StaffRight } from '../roles.ts';
import type { Sight, View } from '../sight.ts';
import { roles } from '../roles.ts';

const viewOf = (record: RecordState, visible: Iterable<string>): View => ({
  id: record.id,
  layout: record.layout,
  fields: Object.fromEntries([...visible].map((name) => [name, record.fields[name] ?? null])),
  may: 0,
});

const none = new Set<string>();

/** Staff see every record that is not deleted, with all its fields. */
export function staffSight(portal: Portal, names: readonly RoleName[]): Sight {
  const held = names.map((name) => roles[name]);
  const all = (module: string) => new Set(Object.keys(portal.modules[module]?.fields ?? {}));
  const may = (right: 'create' | 'edit' | 'delete' | 'restore') => held.some((role) => role.records[right]);
  const has = (module: string, layout: string) => Object.hasOwn(portal.modules[module]?.layouts ?? {}, layout);
  return {
    kind: 'staff',
    may: (right: StaffRight) => held.some((role) => role.rights.includes(right)),
    sees: (module) => Object.hasOwn(portal.modules, module),
    view: (record) => (record.deleted ? null : viewOf(record, all(record.module))),
    visible: (module, layout) => (has(module, layout) ? all(module) : null),
    rights: (record) => ({
      edit: may('edit') ? all(record.module) : none,
      delete: may('delete'),
      copy: true,
      restore: may('restore'),
    }),
    creatable: (module, layout) => (has(module, layout) && may('create') ? all(module) : null),
    copyable: (module, layout) => (has(module, layout) ? all(module) : none),
  };
}

export const operatorSight: Sight = {
  kind: 'operator',
  may: (right) => right === 'create-portal',
  sees: () => false,
  view: () => null,
  visible: () => null,
  rights: () => ({ edit: none, delete: false, copy: false, restore: false }),
  creatable: () => null,
  copyable: () => none,
};

/** A tab as a test grants it: by module, the visible, editable and creatable fields of the layout `Standard`. */
export type Granted = Readonly<
  Record<
    string,
    {
      visible: readonly string[];
      edit?: readonly string[];
      create?: readonly string[];
      delete?: boolean;
      copy?: boolean;
    }
  >
>;

/** A portal user who meets the records listed, and nothing else. */
export function partnerSight(granted: Granted, meets: ReadonlySet<string>): Sight {
  const tab = (module: string, layout: string) => (layout === 'Standard' ? granted[module] : undefined);
  const met = (record: RecordState) =>
    meets.has(record.id) && !record.deleted ? tab(record.module, record.layout) : undefined;
  const set = (names: readonly string[] | undefined) => (names === undefined ? null : new Set(names));
  return {
    kind: 'portal-user',
    may: () => false,
    sees: (module) => Object.hasOwn(granted, module),
    view: (record) => {
      const seen = met(record);
      return seen === undefined ? null : viewOf(record, seen.visible);
    },
    visible: (module, layout) => set(tab(module, layout)?.visible),
    rights: (record) => ({
      edit: new Set(met(record)?.edit ?? []),
      delete: met(record)?.delete ?? false,
      copy: met(record)?.copy ?? false,
      restore: false,
    }),
    creatable: (module, layout) => set(tab(module, layout)?.create),
    copyable: (module, layout) => {
      const { edit = [], create = [] } = tab(module, layout) ?? {};
      return new Set([...edit, ...create]);
    },
  };
}
