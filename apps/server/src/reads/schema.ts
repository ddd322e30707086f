import { z } from 'zod';
import { abilityCard as cardOf } from '@genkan/access/ability-card';
import type { Ability } from '@genkan/access/ability';
import { compileUserType } from '@genkan/access/compile';
import { mandatory } from '@genkan/access/mandatory';
import { commandByName, commands } from '@genkan/domain/commands';
import type { CommandDefinition } from '@genkan/domain/define-command';
import { apiName, label } from '@genkan/domain/names';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { UserType } from '@genkan/domain/user-types';
import { abilityCard } from '@genkan/protocol/messages';
import { jsonSchema, type Json } from '../documents/json-schema.ts';
import type { Rights } from '../rights.ts';
import { defineRead } from './define-read.ts';
import { requireRight } from './log-entries.ts';

const action = z.enum(['create', 'edit', 'delete', 'copy', 'restore']);
const command = z.strictObject({
  name: z.string(),
  /** What it does to a record of the module its input names; null: it is of another kind. */
  action: action.nullable(),
  input: z.record(z.string(), z.unknown()),
});
/** What the types of a user type are printed from: nothing that its members are not told anyhow. */
const schema = z.strictObject({
  card: abilityCard,
  mandatory: z.record(apiName, z.record(apiName, z.array(apiName))),
  commands: z.array(command),
});

export type ToldSchema = z.output<typeof schema>;

const forPortalUsers = (input: Json): Json => {
  const properties = Object.entries(Object(input['properties'])).filter(([, of]) => !Object(of)['x-staff-only']);
  return { ...input, properties: Object.fromEntries(properties) };
};
const printed = new Map<string, Json>();

/** The input as this kind of member may send it; the registry does not change while it runs. */
function inputFor({ kind }: Ability, { name, input }: Pick<CommandDefinition, 'name' | 'input'>): Json {
  const key = `${kind} ${name}`;
  const made = printed.get(key) ?? (kind === 'staff' ? jsonSchema(input) : forPortalUsers(jsonSchema(input)));
  printed.set(key, made);
  return made;
}

export function schemaOf(portal: Portal, ability: Ability): ToldSchema {
  const card = cardOf(portal, ability, commands);
  const makes = mandatory(portal, ability);
  const entries = card.commands.flatMap((name) => {
    const found = commandByName(name);
    if (!found) return [];
    const { permission } = found;
    const on = permission.kind === 'record' ? permission.action : null;
    return on === 'create' && Object.keys(makes).length === 0
      ? []
      : [{ name, action: on, input: inputFor(ability, found) }];
  });
  return { card, mandatory: makes, commands: entries };
}

/** By id or by name. */
export function userTypeNamed({ portal }: Rights, named: string): UserType {
  const all = Object.values(portal.userTypes);
  const found = all.find(({ id }) => id === named) ?? all.find(({ name }) => name === named);
  if (!found) throw new Rejected('not-found');
  return found;
}

export const schemaRead = defineRead({
  name: 'schema',
  summary: 'What the types of your own rights are printed from.',
  path: '/schema',
  input: z.strictObject({}),
  answer: schema,
  async run({ rights }) {
    const { head, portal, ability } = await rights();
    return { head, answer: schemaOf(portal, ability) };
  },
});

export const userTypeSchemaRead = defineRead({
  name: 'user-type-schema',
  summary: 'What the types of a user type are printed from; for staff who configure.',
  path: '/user-types/:userType/schema',
  input: z.strictObject({ userType: label.describe('Id or name') }),
  answer: schema,
  async run({ rights }, { userType }) {
    const now = await rights();
    requireRight(now, 'configure');
    const ability = compileUserType(now.portal, userTypeNamed(now, userType));
    return { head: now.head, answer: schemaOf(now.portal, ability) };
  },
});
