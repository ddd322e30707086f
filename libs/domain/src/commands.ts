import type { CommandDefinition } from './define-command.ts';
import { createRecord } from './commands/records/create-record.ts';
import { updateRecord } from './commands/records/update-record.ts';

/** The registry: every command once. Routes, messages, types, forms, documents and audit labels derive from it. */
export const commands: readonly CommandDefinition[] = [createRecord, updateRecord];

const byName: ReadonlyMap<string, CommandDefinition> = new Map(commands.map((command) => [command.name, command]));

export const commandByName = (name: string): CommandDefinition | null => byName.get(name) ?? null;
