import type { CommandDefinition } from './define-command.ts';
import { completePath } from './commands/configuration/complete-path.ts';
import { configureConversion } from './commands/configuration/configure-conversion.ts';
import { configureUserType } from './commands/configuration/configure-user-type.ts';
import { createUserType } from './commands/configuration/create-user-type.ts';
import { defineCanvas } from './commands/configuration/define-canvas.ts';
import { defineField } from './commands/configuration/define-field.ts';
import { defineLayout } from './commands/configuration/define-layout.ts';
import { defineModule } from './commands/configuration/define-module.ts';
import { definePath } from './commands/configuration/define-path.ts';
import { deleteUserType } from './commands/configuration/delete-user-type.ts';
import { noteExposure } from './commands/configuration/note-exposure.ts';
import { watchExposure } from './commands/configuration/watch-exposure.ts';
import { liftSuspension } from './commands/configuration/lift-suspension.ts';
import { convertDue } from './commands/leads/convert-due.ts';
import { convertLeads } from './commands/leads/convert-leads.ts';
import { convertLead } from './commands/leads/convert-lead.ts';
import { buySeats } from './commands/licences/buy-seats.ts';
import { setPlan } from './commands/licences/set-plan.ts';
import { applyDraft } from './commands/drafts/apply-draft.ts';
import { discardDraft } from './commands/drafts/discard-draft.ts';
import { endPreview, startPreview } from './commands/drafts/preview.ts';
import { revertUserType } from './commands/drafts/revert-user-type.ts';
import { saveDraft } from './commands/drafts/save-draft.ts';
import { scheduleDraft } from './commands/drafts/schedule-draft.ts';
import { addMember } from './commands/members/add-member.ts';
import { addStaff } from './commands/members/add-staff.ts';
import { deactivateMember } from './commands/members/deactivate-member.ts';
import { endSessions } from './commands/members/end-sessions.ts';
import { moveMember } from './commands/members/move-member.ts';
import { moveMembers } from './commands/members/move-members.ts';
import { reactivateMember } from './commands/members/reactivate-member.ts';
import { removeMember } from './commands/members/remove-member.ts';
import { changeSlug } from './commands/portal/change-slug.ts';
import { configurePortal } from './commands/portal/configure-portal.ts';
import { createPortal } from './commands/portal/create-portal.ts';
import { copyRecord } from './commands/records/copy-record.ts';
import { liftRestriction } from './commands/privacy/lift-restriction.ts';
import { announceLifting } from './commands/privacy/announce-lifting.ts';
import { askForIdentity } from './commands/privacy/ask-for-identity.ts';
import { completeDataRequest } from './commands/privacy/complete-data-request.ts';
import { configurePrivacy } from './commands/privacy/configure-privacy.ts';
import { extendDataRequest } from './commands/privacy/extend-data-request.ts';
import { fileDataRequest } from './commands/privacy/file-data-request.ts';
import { markOverdue } from './commands/privacy/mark-overdue.ts';
import { refuseDataRequest } from './commands/privacy/refuse-data-request.ts';
import { startDataRequest } from './commands/privacy/start-data-request.ts';
import { verifyIdentity } from './commands/privacy/verify-identity.ts';
import { defineConsentForm } from './commands/privacy/define-consent-form.ts';
import { setLawfulBasis } from './commands/privacy/set-lawful-basis.ts';
import { giveConsent } from './commands/privacy/give-consent.ts';
import { withdrawConsent } from './commands/privacy/withdraw-consent.ts';
import { restrictRecord } from './commands/privacy/restrict-record.ts';
import { createRecord } from './commands/records/create-record.ts';
import { deleteRecord } from './commands/records/delete-record.ts';
import { importRecords } from './commands/records/import-records.ts';
import { rekeyRecords } from './commands/records/rekey-records.ts';
import { restoreRecord } from './commands/records/restore-record.ts';
import { updateRecord } from './commands/records/update-record.ts';

/** The registry: every command once. Routes, messages, types, forms, documents and audit labels derive from it. */
export const commands: readonly CommandDefinition[] = [
  createPortal,
  changeSlug,
  configurePortal,
  setPlan,
  buySeats,
  defineModule,
  defineField,
  defineLayout,
  defineCanvas,
  definePath,
  completePath,
  liftSuspension,
  noteExposure,
  watchExposure,
  createUserType,
  configureUserType,
  saveDraft,
  discardDraft,
  applyDraft,
  scheduleDraft,
  revertUserType,
  startPreview,
  endPreview,
  deleteUserType,
  configureConversion,
  addStaff,
  addMember,
  moveMember,
  moveMembers,
  deactivateMember,
  reactivateMember,
  removeMember,
  endSessions,
  createRecord,
  copyRecord,
  updateRecord,
  deleteRecord,
  restoreRecord,
  importRecords,
  convertLead,
  convertLeads,
  convertDue,
  rekeyRecords,
  configurePrivacy,
  defineConsentForm,
  setLawfulBasis,
  giveConsent,
  withdrawConsent,
  fileDataRequest,
  askForIdentity,
  verifyIdentity,
  startDataRequest,
  extendDataRequest,
  refuseDataRequest,
  completeDataRequest,
  markOverdue,
  restrictRecord,
  announceLifting,
  liftRestriction,
];

const byName: ReadonlyMap<string, CommandDefinition> = new Map(commands.map((command) => [command.name, command]));

export const commandByName = (name: string): CommandDefinition | null => byName.get(name) ?? null;
