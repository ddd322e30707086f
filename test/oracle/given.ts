import { randomUUID } from 'node:crypto';
import type { Command } from './commands.ts';
import { founded } from './fold.ts';
import { History } from './history.ts';
import type { Module, Reach, State, Tab, Value } from './shapes.ts';

/** A tiny portal for the oracle's own tests: deals lead to agents, agents to contacts; one partner, one contact. */
const module = (name: string, lookups: Record<string, string>, paths: Module['paths'] = {}): Module => {
  const fields = {
    Name: { name: 'Name', type: 'text', required: true },
    Secret: { name: 'Secret', type: 'text', required: false },
    Amount: { name: 'Amount', type: 'decimal', required: false },
    ...Object.fromEntries(
      Object.entries(lookups).map(([field, target]) => [
        field,
        { name: field, type: 'lookup', required: false, module: target },
      ]),
    ),
  };
  return { name, fields, layouts: { Standard: Object.keys(fields), Slim: ['Name'] }, paths };
};

export const admin = randomUUID();
export const modules: State['modules'] = {
  Contacts: module('Contacts', {}),
  Agents: module('Agents', { Manager: 'Contacts' }),
  Deals: module('Deals', { Agent: 'Agents', Contact: 'Contacts' }, { 'Agent.Manager': ['Agent', 'Manager'] }),
};

export const none = { edit: [], delete: false, copy: false };
export const tab = (fields: readonly string[], reaches: readonly Reach[], rest: Partial<Tab> = {}): Tab => ({
  layouts: { Standard: fields },
  view: 'list',
  criteria: null,
  create: null,
  reaches,
  ...rest,
});
export const byManager: Reach = { kind: 'related', path: 'Agent.Manager', own: [], ...none };

/** Drives a history in the oracle alone: `did` folds a command and answers the id it made. */
export class Given {
  readonly history: History;

  constructor(begun: State['modules'] = modules) {
    this.history = new History(founded(begun, admin));
  }

  did(command: Command, by: string = admin, id: string = randomUUID()): string {
    const result = { id, member: id, userType: id, draft: id, request: id, contact: id, members: [] };
    this.history.add({ sequence: this.history.now.sequence + 1, by, command, result });
    return id;
  }

  record(module: string, fields: Readonly<Record<string, Value>>, by: string = admin): string {
    return this.did({ name: 'create-record', input: { module, fields } }, by);
  }

  type(tabs: Readonly<Record<string, Tab>>, base = 'Contacts'): string {
    const userType = this.did({ name: 'create-user-type', input: { name: 'Partner', base } });
    this.did({ name: 'configure-user-type', input: { userType, tabs } });
    return userType;
  }

  member(userType: string, record: string): string {
    return this.did({ name: 'add-member', input: { userType, record, email: 'someone@example.com' } });
  }
}
