import type { CommandDefinition } from './define-command.ts';
import { completePath } from './commands/configuration/complete-path.ts';
import { configureUserType } from './commands/configuration/configure-user-type.ts';
import { createUserType } from './commands/configuration/create-user-type.ts';
import { defineField } from './commands/configuration/define-field.ts';
import { defineLayout } from './commands/configuration/define-layout.ts';
import { defineModule } from './commands/configuration/define-module.ts';
import { definePath } from './commands/configuration/define-path.ts';
import { deleteUserType } from './commands/configuration/delete-user-type.ts';
import { liftSuspension } from './commands/configuration/lift-suspension.ts';
import { addMember } from './commands/members/add-member.ts';
import { addStaff } from './commands/members/add-staff.ts';
import { deactivateMember } from './commands/members/deactivate-member.ts';
import { endSessions } from './commands/members/end-sessions.ts';
import { moveMember } from './commands/members/move-member.ts';
import { reactivateMember } from './commands/members/reactivate-member.ts';
import { removeMember } from './commands/members/remove-member.ts';
import { createPortal } from './commands/portal/create-portal.ts';
import { createRecord } from './commands/records/create-record.ts';
import { deleteRecord } from './commands/records/delete-record.ts';
import { importRecords } from './commands/records/import-records.ts';
import { rekeyRecords } from './commands/records/rekey-records.ts';
import { restoreRecord } from './commands/records/restore-record.ts';
import { updateRecord } from './commands/records/update-record.ts';

/** The registry: every command once. Routes, messages, types, forms, documents and audit labels derive from it. */
export const commands: readonly CommandDefinition[] = [
  createPortal,
  defineModule,
  defineField,
  defineLayout,
  definePath,
  completePath,
  liftSuspension,
  createUserType,
  configureUserType,
  deleteUserType,
  addStaff,
  addMember,
  moveMember,
  deactivateMember,
  reactivateMember,
  removeMember,
  endSessions,
  createRecord,
  updateRecord,
  deleteRecord,
  restoreRecord,
  importRecords,
  rekeyRecords,
];

const byName: ReadonlyMap<string, CommandDefinition> = new Map(commands.map((command) => [command.name, command]));

export const commandByName = (name: string): CommandDefinition | null => byName.get(name) ?? null;
