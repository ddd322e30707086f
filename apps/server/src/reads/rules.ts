import { z } from 'zod';
import { abilityCard as cardOf } from '@genkan/access/ability-card';
import { commandByName, commands } from '@genkan/domain/commands';
import { abilityCard } from '@genkan/protocol/messages';
import { jsonSchema } from '../documents/json-schema.ts';
import { defineRead } from './define-read.ts';

const nothing = z.strictObject({});

export const abilityRead = defineRead({
  name: 'ability',
  summary: 'What you may do and see.',
  path: '/ability',
  input: nothing,
  answer: abilityCard,
  async run({ rights }) {
    const { head, portal, ability } = await rights();
    return { head, answer: cardOf(portal, ability, commands) };
  },
});

const entry = z.strictObject({
  name: z.string(),
  area: z.string(),
  summary: z.string(),
  input: z.record(z.string(), z.unknown()),
});

export const catalogueRead = defineRead({
  name: 'catalogue',
  summary: 'The commands you could run on something.',
  path: '/catalogue',
  input: nothing,
  answer: z.strictObject({ commands: z.array(entry) }),
  async run({ rights }) {
    const { head, portal, ability } = await rights();
    const mine = cardOf(portal, ability, commands).commands.flatMap((name) => commandByName(name) ?? []);
    const entries = mine.map(({ name, area, summary, input }) => ({ name, area, summary, input: jsonSchema(input) }));
    return { head, answer: { commands: entries } };
  },
});
