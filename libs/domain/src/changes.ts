import { usualExposure } from './exposure.ts';
import type { RecordState } from './records.ts';
import type { Member } from './members.ts';
import type { Portal, Setting, SettingPart } from './portal.ts';
import { usualConversion } from './conversion.ts';

/** What a command did to one row: the whole row before (null: it was not there) and after (null: it is gone). */
export type RecordChange = {
  readonly kind: 'record';
  readonly before: RecordState | null;
  readonly after: RecordState | null;
};
export type MemberChange = { readonly kind: 'member'; readonly before: Member | null; readonly after: Member | null };
export type SettingChange = {
  readonly kind: 'setting';
  readonly part: SettingPart;
  readonly id: string;
  readonly before: Setting['value'] | null;
  readonly after: Setting['value'] | null;
};
/** Unique values: e-mail in a portal, external id in a module, a unique field. `holder` null gives the value back. */
export type ClaimChange = {
  readonly kind: 'claim';
  readonly scope: string;
  readonly value: string;
  readonly holder: string | null;
};
export type Change = RecordChange | MemberChange | SettingChange | ClaimChange;

export const emptyPortal = (id: string): Portal => ({
  id,
  profile: { company: '', name: '', slug: '', plan: '', currency: 'JPY', locale: 'en', zone: 'UTC' },
  modules: {},
  userTypes: {},
  suspensions: {},
  conversion: usualConversion,
  conversionsDue: {},
  conversionsRefused: {},
  licence: null,
  drafts: {},
  previews: {},
  privacy: { compliance: false, calendar: { rollOver: false, holidays: [] }, forms: {} },
  exposure: usualExposure,
  exposed: {},
});

const without = <T>(rows: Readonly<Record<string, T>>, id: string): Record<string, T> =>
  Object.fromEntries(Object.entries(rows).filter(([key]) => key !== id));

const set = <T>(rows: Readonly<Record<string, T>>, id: string, value: T | null): Readonly<Record<string, T>> =>
  value === null ? without(rows, id) : { ...rows, [id]: value };

/** The portal after one change of its settings. Total: every node folds the same rows to the same portal. */
export function applySetting(portal: Portal, change: Pick<SettingChange, 'part' | 'id' | 'after'>): Portal {
  const { part, id, after } = change;
  switch (part) {
    case 'profile':
      return after === null ? portal : { ...portal, profile: after as Portal['profile'] };
    case 'module':
      return { ...portal, modules: set(portal.modules, id, after as Portal['modules'][string] | null) };
    case 'user-type':
      return { ...portal, userTypes: set(portal.userTypes, id, after as Portal['userTypes'][string] | null) };
    case 'suspension':
      return { ...portal, suspensions: set(portal.suspensions, id, after as Portal['suspensions'][string] | null) };
    case 'conversion':
      return { ...portal, conversion: (after as Portal['conversion'] | null) ?? usualConversion };
    case 'conversion-due':
      return {
        ...portal,
        conversionsDue: set(portal.conversionsDue, id, after as Portal['conversionsDue'][string] | null),
      };
    case 'conversion-refused':
      return {
        ...portal,
        conversionsRefused: set(portal.conversionsRefused, id, after as Portal['conversionsRefused'][string] | null),
      };
    case 'licence':
      return { ...portal, licence: after as Portal['licence'] };
    case 'draft':
      return { ...portal, drafts: set(portal.drafts, id, after as Portal['drafts'][string] | null) };
    case 'preview':
      return { ...portal, previews: set(portal.previews, id, after as Portal['previews'][string] | null) };
    case 'privacy':
      return after === null ? portal : { ...portal, privacy: after as Portal['privacy'] };
    case 'exposure':
      return { ...portal, exposure: (after as Portal['exposure'] | null) ?? usualExposure };
    case 'exposed':
      return { ...portal, exposed: set(portal.exposed, id, after as Portal['exposed'][string] | null) };
    default:
      return part satisfies never;
  }
}
