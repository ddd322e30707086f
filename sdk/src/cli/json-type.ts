/** JSON Schema 2020-12, as much of it as inputs of commands use. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly allOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly prefixItems?: readonly JsonSchema[];
  readonly items?: JsonSchema | boolean;
};

/** A text as a TypeScript literal: whatever a server says, it stays a text. */
export const quoted = (text: string): string =>
  `'${JSON.stringify(text).slice(1, -1).replaceAll('\\"', '"').replaceAll("'", "\\'")}'`;
export const propertyName = (name: string): string => (/^[A-Za-z_$][\w$]*$/.test(name) ? name : quoted(name));
export const union = (parts: readonly string[]): string => [...new Set(parts)].join(' | ') || 'never';

const literal = (value: unknown): string => {
  if (typeof value === 'string') return quoted(value);
  return typeof value === 'number' || typeof value === 'boolean' || value === null ? String(value) : 'unknown';
};
const inner = (schema: JsonSchema | boolean | undefined): string =>
  typeof schema === 'object' ? jsonType(schema) : 'unknown';
const grouped = (part: string): string => (/ [|&] /.test(part) ? `(${part})` : part);

function objectType({ properties = {}, required = [], additionalProperties: values }: JsonSchema): string {
  const parts = Object.entries(properties).map(
    ([name, of]) => `readonly ${propertyName(name)}${required.includes(name) ? '' : '?'}: ${inner(of)}`,
  );
  if (parts.length > 0) return `{ ${parts.join('; ')} }`;
  return values === undefined || values === false
    ? 'Readonly<Record<string, never>>'
    : `Readonly<Record<string, ${inner(values)}>>`;
}

function arrayType({ prefixItems, items }: JsonSchema): string {
  if (prefixItems) return `readonly [${prefixItems.map(inner).join(', ')}]`;
  return `readonly ${grouped(inner(items))}[]`;
}

function plainType(type: string | undefined, schema: JsonSchema): string {
  switch (type) {
    case 'object':
      return objectType(schema);
    case 'array':
      return arrayType(schema);
    case 'integer':
    case 'number':
      return 'number';
    case 'string':
    case 'boolean':
    case 'null':
      return type;
    default:
      return 'unknown';
  }
}

/**
 * A JSON Schema as the text of a TypeScript type. What is not understood is `unknown`, never a guess. It stands beside
 * `type-text.ts` of the protocol, which prints our own schemas by their names: the SDK imports nothing of the house, and
 * what is printed here was said by a server, so that names are quoted and all is `readonly`.
 */
export function jsonType(schema: JsonSchema): string {
  if (schema.const !== undefined) return literal(schema.const);
  if (schema.enum) return union(schema.enum.map(literal));
  const choices = schema.anyOf ?? schema.oneOf;
  if (choices) return union(choices.map(jsonType));
  if (schema.allOf) return schema.allOf.map((part) => grouped(jsonType(part))).join(' & ');
  const types = typeof schema.type === 'string' || schema.type === undefined ? [schema.type] : schema.type;
  return union(types.map((type) => plainType(type, schema)));
}
