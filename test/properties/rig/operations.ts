import { defineField, defineModule, definePath } from './do-configuration.ts';
import { applyDraft, revertUserType, saveDraft, scheduleDraft } from './do-drafts.ts';
import { defineLayout, grantLayout } from './do-layouts.ts';
import { convertByRule, convertLead } from './do-leads.ts';
import { limits } from './do-licences.ts';
import { lift, restrict, stopProcessing } from './do-privacy.ts';
import { connect, disconnect, goOn, pause, resume } from './do-connections.ts';
import { importRecords } from './do-imports.ts';
import { addMember, ending, moveMember, moveMembers, reactivate } from './do-members.ts';
import { burst, conflict, joinRace, nowhere, raceRelinks, raceRights, repeat, rest, staleBase } from './do-races.ts';
import {
  createByPortalUser,
  createByStaff,
  moveLayout,
  moveOwnRecord,
  relink,
  relinkInPath,
  remove,
  restore,
  updateByPortalUser,
  updateByStaff,
} from './do-records.ts';
import {
  addReach,
  criteria,
  dropReach,
  editable,
  hide,
  layouts,
  mend,
  migrateUserType,
  show,
  toggleTab,
  userTypes,
  viewOnly,
} from './do-user-types.ts';
import type { Doing, Picks } from './doing.ts';
import fc from 'fast-check';

/** One step of a history. */
export type Operation = Picks & { readonly kind: Kind };

/** Everything a history may do. */
export const doings = {
  'create-by-staff': createByStaff,
  'create-by-portal-user': createByPortalUser,
  'update-by-staff': updateByStaff,
  'update-by-portal-user': updateByPortalUser,
  relink,
  'relink-in-path': relinkInPath,
  'move-own-record': moveOwnRecord,
  'move-layout': moveLayout,
  delete: remove,
  restore,
  'import-records': importRecords,
  'hide-field': mend(hide),
  'show-field': mend(show),
  'view-only-field': mend(viewOnly),
  'editable-field': mend(editable),
  layouts: mend(layouts, 'Deals'),
  criteria: mend(criteria, 'Deals'),
  'drop-reach': mend(dropReach),
  'add-reach': mend(addReach),
  'toggle-tab': toggleTab,
  'user-types': userTypes,
  'add-member': addMember,
  'move-member': moveMember,
  'deactivate-member': ending('deactivate-member'),
  'remove-member': ending('remove-member'),
  'end-sessions': ending('end-sessions'),
  'reactivate-member': reactivate,
  'define-field': defineField,
  'define-module': defineModule,
  'define-path': definePath,
  'define-layout': defineLayout,
  'grant-layout': grantLayout,
  'restrict-record': restrict,
  'lift-restriction': lift,
  'stop-processing': stopProcessing,
  'convert-lead': convertLead,
  'convert-by-rule': convertByRule,
  'save-draft': saveDraft,
  'apply-draft': applyDraft,
  'schedule-draft': scheduleDraft,
  'revert-user-type': revertUserType,
  'move-members': moveMembers,
  'migrate-user-type': migrateUserType,
  limits,
  connect,
  disconnect,
  resume: resume(false),
  'resume-from-old-cursor': resume(true),
  'stop-reading': pause,
  'read-again': goOn,
  repeat,
  conflict,
  'stale-base': staleBase,
  burst,
  'race-rights': raceRights,
  'race-relinks': raceRelinks,
  'join-race': joinRace,
  nowhere,
  rest,
  nothing: () => Promise.resolve(false),
} as const satisfies Readonly<Record<string, Doing>>;
export type Kind = keyof typeof doings;
export const kinds = Object.keys(doings) as readonly Kind[];

const pick = fc.nat(9999);
const operationOf = (kind: Kind): fc.Arbitrary<Operation> =>
  fc.noShrink(fc.record({ kind: fc.constant(kind), a: pick, b: pick, c: pick }));
/** A failing history shrinks by operations becoming nothing, one after another. */
const nothing: fc.Arbitrary<Operation> = fc.constant({ kind: 'nothing', a: 0, b: 0, c: 0 });
const played = kinds.filter((kind) => kind !== 'nothing');
const any = fc.oneof(
  { withCrossShrink: true },
  { arbitrary: nothing, weight: 1 },
  ...played.map((kind) => ({ arbitrary: operationOf(kind), weight: 100 })),
);
const rights: readonly Kind[] = ['hide-field', 'drop-reach', 'criteria', 'add-reach', 'toggle-tab'];
const oneOf = (all: readonly Kind[]) =>
  fc.oneof(
    { withCrossShrink: true },
    { arbitrary: nothing, weight: 1 },
    ...all.map((kind) => ({ arbitrary: operationOf(kind), weight: 100 })),
  );

/** Thirty to eighty operations with at least two disconnects and two changes of rights. */
export const historyOf: fc.Arbitrary<readonly Operation[]> = fc
  .tuple(
    fc.array(any, { minLength: 26, maxLength: 76, size: 'max' }),
    fc.tuple(oneOf(['disconnect']), oneOf(['disconnect']), oneOf(rights), oneOf(rights)),
    fc.noShrink(fc.array(fc.nat(9999), { minLength: 4, maxLength: 4 })),
  )
  .map(([free, needed, places]) =>
    needed.reduce<Operation[]>(
      (all, operation, n) => all.toSpliced((places[n] ?? 0) % (all.length + 1), 0, operation),
      free,
    ),
  );
