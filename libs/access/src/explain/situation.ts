import type { Member } from '@genkan/domain/members';
import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Tab, UserType } from '@genkan/domain/user-types';
import type { Rows } from '../asked.ts';
import { keysOf } from '../keys.ts';
import type { Atom } from './atom.ts';
import { withoutCriterion } from './criterion.ts';

/** Everything a verdict over one member and one record depends on. */
export type Situation = {
  readonly portal: Portal;
  readonly member: Member;
  readonly record: RecordState;
  readonly known: Rows;
};

const emptyTab: Tab = { layouts: {}, view: 'list', criteria: null, reaches: [], create: null };

function withUserType(at: Situation, id: string, change: (type: UserType) => UserType): Situation {
  const type = at.portal.userTypes[id];
  if (!type) return at;
  return { ...at, portal: { ...at.portal, userTypes: { ...at.portal.userTypes, [id]: change(type) } } };
}

/** A tab that is not there is not made by what belongs into it. */
const withTab = (at: Situation, userType: string, module: string, change: (tab: Tab) => Tab): Situation =>
  withUserType(at, userType, (type) => {
    const tab = Object.hasOwn(type.tabs, module) ? type.tabs[module] : undefined;
    return tab ? { ...type, tabs: { ...type.tabs, [module]: change(tab) } } : type;
  });

const overlaid = (known: Rows, changed: RecordState): Rows => ({
  record: (module, id) => (changed.module === module && changed.id === id ? changed : known.record(module, id)),
  referring: (module, field, id) => known.referring(module, field, id),
});

/** Keys follow lookups: those of the record are derived again, as the actor would. */
function withLookup(at: Situation, { module, id, field, value }: Extract<Atom, { atom: 'set-lookup' }>): Situation {
  const isRecord = at.record.module === module && at.record.id === id;
  const row = isRecord ? at.record : at.known.record(module, id);
  if (!row) return at;
  const changed = { ...row, fields: { ...row.fields, [field]: value } };
  const known = overlaid(at.known, changed);
  const record = isRecord ? changed : at.record;
  const keyed = { ...record, keys: keysOf(at.portal, record, known) };
  return { ...at, record: keyed, known: overlaid(known, keyed) };
}

/** The situation after one step: what the engine is then asked about is as real as the present. */
export function after(at: Situation, atom: Atom): Situation {
  switch (atom.atom) {
    case 'tick-field':
      return withTab(at, atom.userType, atom.module, (tab) => {
        const visible = tab.layouts[atom.layout];
        return visible ? { ...tab, layouts: { ...tab.layouts, [atom.layout]: [...visible, atom.field] } } : tab;
      });
    case 'add-reach':
      return withTab(at, atom.userType, atom.module, (tab) => ({ ...tab, reaches: [...tab.reaches, atom.reach] }));
    case 'add-tab':
      return withUserType(at, atom.userType, (type) => ({
        ...type,
        tabs: { [atom.module]: emptyTab, ...type.tabs },
      }));
    case 'add-layout':
      return withTab(at, atom.userType, atom.module, (tab) => ({
        ...tab,
        layouts: { [atom.layout]: [], ...tab.layouts },
      }));
    case 'drop-criterion':
      return withTab(at, atom.userType, atom.module, (tab) => ({
        ...tab,
        criteria: tab.criteria && withoutCriterion(tab.criteria, atom.at),
      }));
    case 'set-lookup':
      return withLookup(at, atom);
    case 'activate':
      return at.member.status === 'inactive' ? { ...at, member: { ...at.member, status: 'active' } } : at;
    case 'move-type':
      return at.member.kind === 'portal-user' ? { ...at, member: { ...at.member, userType: atom.userType } } : at;
    default:
      return atom satisfies never;
  }
}
