import { z } from 'zod';

type Json = z.core.JSONSchema.BaseSchema;
type Names = ReadonlyMap<z.core.$ZodType, string>;

const quoted = (text: string): string => `'${text.replaceAll('\\', '\\\\').replaceAll("'", "\\'")}'`;
const literal = (value: unknown): string => (typeof value === 'string' ? quoted(value) : JSON.stringify(value));
const property = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));
/** The printer merges plain types of a union into one list: `{ type: ['string', 'null'] }`. */
const each = (schema: Json): readonly Json[] => {
  const types: readonly unknown[] | undefined = Array.isArray(schema.type) ? schema.type : undefined;
  return types?.map((type) => ({ ...schema, type }) as Json) ?? [schema];
};
const inner = (schema: Json | boolean | undefined): string =>
  schema === undefined || typeof schema === 'boolean' ? 'unknown' : union(each(schema).map(text));
const union = (parts: readonly string[]): string => [...new Set(parts)].join(' | ') || 'never';
const grouped = (part: string): string => (/ [|&] /.test(part) ? `(${part})` : part);

function objectText(schema: Json): string {
  const required = new Set(schema.required ?? []);
  const properties = Object.entries(schema.properties ?? {}).map(
    ([name, of]) => `${property(name)}${required.has(name) ? '' : '?'}: ${inner(of)}`,
  );
  if (properties.length > 0) return `{ ${properties.join('; ')} }`;
  const values = schema.additionalProperties;
  return values === undefined || values === false ? 'Record<string, never>' : `Record<string, ${inner(values)}>`;
}

function arrayText(schema: Json): string {
  if (schema.prefixItems) return `[${schema.prefixItems.map(inner).join(', ')}]`;
  return `${grouped(inner(Array.isArray(schema.items) ? undefined : schema.items))}[]`;
}

function text(schema: Json): string {
  if (typeof schema['named'] === 'string') return schema['named'];
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(inner));
  if (schema.allOf) return schema.allOf.map((part) => grouped(inner(part))).join(' & ');
  switch (schema.type) {
    case 'object':
      return objectText(schema);
    case 'array':
      return arrayText(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return schema.type;
    default:
      return 'unknown';
  }
}

/**
 * A schema as the text of a TypeScript type. Schemas among `names` are referred to by name, but for the one asked for.
 * What a portal's own schema becomes in a client's code is `json-type.ts` of the SDK, which may import nothing from here.
 */
export function typeText(schema: z.ZodType, io: 'input' | 'output', names: Names): string {
  const json = z.toJSONSchema(schema, {
    io,
    unrepresentable: 'any',
    reused: 'inline',
    override: ({ zodSchema, jsonSchema }) => {
      const name = Object.is(zodSchema, schema) ? undefined : names.get(zodSchema);
      if (name === undefined) return;
      for (const key of Object.keys(jsonSchema)) delete jsonSchema[key];
      jsonSchema['named'] = name;
    },
  });
  return inner(json);
}
