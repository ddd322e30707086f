import { expect, test } from '@jest/globals';
import { transformSync } from '@swc/core';
import { z } from 'zod';
import { label } from '@genkan/domain/names';
import { printContract } from './print-contract.ts';
import { socketMessages } from './catalogue.ts';
import { typeText } from './type-text.ts';

const none = new Map<z.core.$ZodType, string>();
const rename = {
  name: 'rename',
  summary: 'Give something another name.',
  input: z.strictObject({ id: z.uuid(), name: label, how: z.enum(['a', 'b']).default('a') }),
};

test('[CT1] the contract names every message, every command and every refusal code, and is TypeScript', () => {
  const text = printContract([rename]);
  for (const { name } of socketMessages) expect(text).toContain(`'${name}': `);
  expect(text).toContain("'rename': { input: { id: string; name: string; how?: 'a' | 'b' };");
  expect(text).toContain("'unknown-command'");
  expect(() => transformSync(text, { jsc: { parser: { syntax: 'typescript' } } })).not.toThrow();
});

test('[CT2] printing twice gives the same text', () => {
  expect(printContract([rename])).toBe(printContract([rename]));
});

test('[CT3] the contract brings no code but the version of the protocol', () => {
  const code = transformSync(printContract([rename]), {
    jsc: { parser: { syntax: 'typescript' }, target: 'es2022' },
  }).code;
  expect(code.replaceAll(/^\/\/.*|\/\*\*.*\*\/ ?/gm, '').trim()).toBe('export const protocolVersion = 1;');
});

test.each([
  ['string | null', z.string().nullable()],
  ['(string | number)[]', z.array(z.union([z.string(), z.number()]))],
  ['[string, 0 | 1]', z.tuple([z.string(), z.union([z.literal(0), z.literal(1)])])],
  ['Record<string, boolean>', z.record(z.string(), z.boolean())],
  [
    "{ kind: 'a'; x: number } | { kind: 'b' }",
    z.discriminatedUnion('kind', [
      z.strictObject({ kind: z.literal('a'), x: z.int() }),
      z.strictObject({ kind: z.literal('b') }),
    ]),
  ],
  ['unknown', z.unknown()],
])('[CT4] a type is printed as %s', (text, schema) => {
  expect(typeText(schema, 'output', none)).toBe(text);
});
