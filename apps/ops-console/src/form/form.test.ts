import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from '@genkan/domain/commands';
import { jsonSchema } from '../../../server/src/documents/json-schema.ts';
import { controlOf, emptyOf, variantOf, type JsonSchema } from './control.ts';
import { meaningOf } from './meaning.ts';
import { spoken } from './part.ts';

/** Whatever somebody can write with the inputs that a schema becomes, and with nothing else. */
function written(schema: JsonSchema): fc.Arbitrary<unknown> {
  const control = controlOf(schema);
  switch (control.kind) {
    case 'group': {
      const parts = Object.fromEntries(control.fields.map(({ name, schema: each }) => [name, written(each)]));
      const requiredKeys = control.fields.flatMap(({ name, required }) => (required ? [name] : []));
      return fc.record(parts, { requiredKeys });
    }
    case 'map':
      return fc.dictionary(word(controlOf(control.keys)), written(control.each), { maxKeys: 2 });
    case 'list':
      return fc.array(written(control.each), {
        minLength: control.least,
        maxLength: Math.min(control.most, control.least + 2),
      });
    case 'choices':
      return fc.subarray([...control.options], { minLength: control.least });
    case 'choice':
      return fc.constantFrom(...control.options);
    case 'yes-no':
      return fc.boolean();
    case 'number':
      return fc.integer({ min: Math.max(control.least, -9e15), max: Math.min(control.most, 9e15) });
    case 'text':
      return schema.default === undefined ? word(control) : fc.constant(schema.default);
    case 'fixed':
      return fc.constant(control.value);
    case 'variants':
      return fc.oneof(...control.variants.map((each) => written(each.schema)));
    case 'json':
      return fc.constant(null);
    default:
      return control satisfies never;
  }
}

const reserved = new Set(Object.getOwnPropertyNames(Object.prototype));

function word(control: ReturnType<typeof controlOf>): fc.Arbitrary<string> {
  if (control.kind !== 'text') return fc.constant('Name');
  if (control.format === 'email') return fc.constantFrom('kei@example.com', 'maria.b@example.co.jp');
  if (control.format === 'uuid') return fc.uuid({ version: 4 });
  if (control.format === 'uri') return fc.constantFrom('https://example.com/prices', 'http://example.org');
  const plain = fc.constantFrom('Pumps', '玄関');
  const fitting = control.pattern === null ? plain : fc.stringMatching(new RegExp(control.pattern));
  return fitting.filter((text) => text.length <= control.most && !reserved.has(text));
}

const forms = commands.map(({ name, area, input }) => ({
  name,
  area,
  input,
  schema: jsonSchema(input) as JsonSchema,
}));

describe('the form of a command', () => {
  test.each(forms)(
    '[OC1] $name: whatever its inputs write has the form that is asked for, and can be valid',
    ({ input, schema }) => {
      let valid = 0;
      fc.assert(
        fc.property(written(schema), (value) => {
          const { success, error } = input.safeParse(value);
          if (success) valid += 1;
          // What is told only by a sentence (a zone, two fields that go together) is told when it is sent.
          expect(error?.issues.filter(({ code }) => code !== 'custom') ?? []).toEqual([]);
        }),
        { numRuns: 40 },
      );
      expect(valid).toBeGreaterThan(0);
    },
  );

  test.each(forms)('[OC1] $name: no input is left to be written as JSON', ({ schema }) => {
    const kinds = (part: JsonSchema): string[] => {
      const control = controlOf(part);
      const inner =
        control.kind === 'group'
          ? control.fields.map((field) => field.schema)
          : control.kind === 'variants'
            ? control.variants.map((each) => each.schema)
            : control.kind === 'map' || control.kind === 'list'
              ? [control.each]
              : [];
      return [control.kind, ...inner.flatMap(kinds)];
    };
    expect(kinds(schema)).not.toContain('json');
  });

  test.each(forms)('[OC1] $name: begins with all that is asked for, and nothing that may be left out', ({ schema }) => {
    const begun = Object(emptyOf(schema));
    expect(Object.keys(begun).sort()).toEqual([...(schema.required ?? [])].sort());
  });

  test('[OC1] a shape among several is known again by its fixed word, its fields or its type', () => {
    const reach: JsonSchema = {
      anyOf: [
        { type: 'object', properties: { kind: { const: 'all' } }, required: ['kind'] },
        { type: 'object', properties: { kind: { const: 'related' }, path: { type: 'string' } }, required: ['kind'] },
        { anyOf: [{ type: 'null' }, { type: 'array', items: { type: 'string' } }] },
      ],
    };
    const control = controlOf(reach);
    if (control.kind !== 'variants') throw new Error('A union has variants.');
    const { variants } = control;
    expect(variants.map(({ label }) => label)).toEqual(['all', 'related', 'null', 'array']);
    expect([{ kind: 'related', path: 'Contact' }, null, ['a']].map((value) => variantOf(variants, value))).toEqual([
      1, 2, 3,
    ]);
    for (const { schema } of variants) {
      const at = variants.findIndex((each) => each.schema === schema);
      expect(variantOf(variants, emptyOf(schema))).toBe(at);
    }
  });
});

describe('what an id stands for', () => {
  const id: JsonSchema = { type: 'string', format: 'uuid' };
  test('[OC2] is told by its name, or by what its schema says of it', () => {
    expect(meaningOf('member', id)).toBe('member');
    expect(meaningOf('userType', id)).toBe('user-type');
    expect(meaningOf('record', id)).toBe('record');
    expect(meaningOf('id 3', id)).toBe('record');
    expect(meaningOf('of', { ...id, description: 'Oneself, or another member' })).toBe('member');
    expect(meaningOf('lead', { ...id, description: 'The lead to convert' })).toBe('record');
    expect(meaningOf('module', { type: 'string' })).toBe('module');
    expect(meaningOf('name', { type: 'string' })).toBe(null);
    expect(meaningOf('base', { type: 'object' })).toBe(null);
  });

  test('[OC2] every id that is called after a record, a member or a user type is chosen, not typed', () => {
    const unmeant = (name: string, schema: JsonSchema): string[] => {
      const control = controlOf(schema);
      if (control.kind === 'group')
        return control.fields.flatMap((each) => unmeant(each.name, each.schema).map((path) => `${name}.${path}`));
      if (control.kind === 'list') return unmeant(`${name.replace(/s$/, '')} 1`, control.each);
      return schema.format === 'uuid' && meaningOf(name, schema) === null ? [name] : [];
    };
    const known = forms.filter(({ area }) => area === 'records' || area === 'members');
    const called = /\.(id|ids|record|member|members|userType|lead|contact|account)( 1)?$/;
    const typed = known.flatMap(({ name, schema }) => unmeant(name, schema));
    expect(typed.filter((path) => called.test(path))).toEqual([]);
  });

  test('[OC2] names of the API are read as words', () => {
    expect(['userType', 'externalId', 'is-not'].map(spoken)).toEqual(['User type', 'External id', 'Is not']);
  });
});
