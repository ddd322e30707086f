/** JSON Schema 2020-12, as the catalogue prints it: only what forms read. */
export type JsonSchema = {
  readonly type?: string | readonly string[];
  readonly description?: string;
  readonly default?: unknown;
  readonly const?: unknown;
  readonly enum?: readonly unknown[];
  readonly anyOf?: readonly JsonSchema[];
  readonly oneOf?: readonly JsonSchema[];
  readonly properties?: Readonly<Record<string, JsonSchema>>;
  readonly required?: readonly string[];
  readonly additionalProperties?: JsonSchema | boolean;
  readonly propertyNames?: JsonSchema;
  readonly items?: JsonSchema;
  readonly minItems?: number;
  readonly maxItems?: number;
  readonly minimum?: number;
  readonly maximum?: number;
  readonly maxLength?: number;
  readonly pattern?: string;
  readonly format?: string;
};

export type Named = { readonly name: string; readonly schema: JsonSchema; readonly required: boolean };
export type Variant = { readonly label: string; readonly schema: JsonSchema };

/** What of a form a schema becomes: the one place where schemas are read, so that forms and their proof agree. */
export type Control =
  | { readonly kind: 'group'; readonly fields: readonly Named[] }
  /** Something by name. */
  | { readonly kind: 'map'; readonly keys: JsonSchema; readonly each: JsonSchema }
  | { readonly kind: 'list'; readonly each: JsonSchema; readonly least: number; readonly most: number }
  /** Some of a few words, each once. */
  | { readonly kind: 'choices'; readonly options: readonly string[]; readonly least: number }
  | { readonly kind: 'choice'; readonly options: readonly string[] }
  | { readonly kind: 'yes-no' }
  | { readonly kind: 'number'; readonly whole: boolean; readonly least: number; readonly most: number }
  | { readonly kind: 'text'; readonly format: string | null; readonly pattern: string | null; readonly most: number }
  | { readonly kind: 'fixed'; readonly value: unknown }
  | { readonly kind: 'variants'; readonly variants: readonly Variant[] }
  /** Anything: written as JSON. */
  | { readonly kind: 'json' };

export function controlOf(schema: JsonSchema): Control {
  const variants = flattened(schema);
  if (variants.length > 1)
    return { kind: 'variants', variants: variants.map((each) => ({ label: labelOf(each), schema: each })) };
  if (variants[0] && variants[0] !== schema) return controlOf(variants[0]);
  if (schema.const !== undefined) return { kind: 'fixed', value: schema.const };
  if (schema.enum) return { kind: 'choice', options: schema.enum.map(String) };
  switch (schema.type) {
    case 'object':
      return objectControl(schema);
    case 'array':
      return listControl(schema);
    case 'string': {
      const { format = null, pattern = null, maxLength: most = Infinity } = schema;
      return { kind: 'text', format, pattern, most };
    }
    case 'integer':
    case 'number': {
      const { minimum: least = -Infinity, maximum: most = Infinity } = schema;
      return { kind: 'number', whole: schema.type === 'integer', least, most };
    }
    case 'boolean':
      return { kind: 'yes-no' };
    case 'null':
      return { kind: 'fixed', value: null };
    default:
      return { kind: 'json' };
  }
}

/** Unions of unions, and lists of types, are one list of variants. */
function flattened(schema: JsonSchema): readonly JsonSchema[] {
  if (typeof schema.type === 'object') return schema.type.map((type) => ({ ...schema, type }));
  const parts = schema.anyOf ?? schema.oneOf;
  return parts ? parts.flatMap(flattened) : [schema];
}

function objectControl({ properties, required = [], additionalProperties, propertyNames = {} }: JsonSchema): Control {
  if (!properties && typeof additionalProperties === 'object')
    return { kind: 'map', keys: propertyNames, each: additionalProperties };
  const fields = Object.entries(properties ?? {}).map(([name, schema]) => ({
    name,
    schema,
    required: required.includes(name),
  }));
  return { kind: 'group', fields };
}

function listControl({ items = {}, minItems: least = 0, maxItems: most = Infinity }: JsonSchema): Control {
  const each = controlOf(items);
  if (each.kind === 'choice') return { kind: 'choices', options: each.options, least };
  return { kind: 'list', each: items, least, most };
}

/** A variant is called by what tells it from the others: a fixed word in it, its only field, or its type. */
function labelOf(schema: JsonSchema): string {
  if (schema.const !== undefined) return String(schema.const);
  const fixed = Object.values(schema.properties ?? {}).find((each) => each.const !== undefined);
  if (fixed) return String(fixed.const);
  if (schema.properties) return Object.keys(schema.properties).join(', ');
  return typeof schema.type === 'string' ? schema.type : 'any';
}

/** What a control begins with: nothing that somebody would have to take out again. */
export function emptyOf(schema: JsonSchema): unknown {
  if (schema.default !== undefined) return schema.default;
  const control = controlOf(schema);
  switch (control.kind) {
    case 'group':
      return Object.fromEntries(
        control.fields.flatMap(({ name, schema: each, required }) => (required ? [[name, emptyOf(each)]] : [])),
      );
    case 'map':
      return {};
    case 'list':
      return Array.from({ length: control.least }, () => emptyOf(control.each));
    case 'choices':
      return [];
    case 'yes-no':
      return false;
    case 'fixed':
      return control.value;
    case 'variants':
      return control.variants[0] ? emptyOf(control.variants[0].schema) : null;
    case 'text':
      return '';
    case 'choice':
    case 'number':
    case 'json':
      return null;
    default:
      return control satisfies never;
  }
}

/** Which variant a value is of: by its fixed words and fields first, by its type otherwise. */
export function variantOf(variants: readonly Variant[], value: unknown): number {
  const at = variants.findIndex(({ schema }) => fits(schema, value));
  return at < 0 ? 0 : at;
}

function fits(schema: JsonSchema, value: unknown): boolean {
  const control = controlOf(schema);
  switch (control.kind) {
    case 'fixed':
      return value === control.value;
    case 'text':
    case 'choice':
      return typeof value === 'string';
    case 'number':
      return typeof value === 'number';
    case 'yes-no':
      return typeof value === 'boolean';
    case 'list':
    case 'choices':
      return Array.isArray(value);
    case 'map':
      return isObject(value);
    case 'group':
      return isObject(value) && control.fields.every((field) => fieldFits(field, value));
    case 'variants':
      return control.variants.some((each) => fits(each.schema, value));
    case 'json':
      return true;
    default:
      return control satisfies never;
  }
}

const isObject = (value: unknown): value is Readonly<Record<string, unknown>> =>
  typeof value === 'object' && value !== null && !Array.isArray(value);

function fieldFits({ name, schema, required }: Named, value: Readonly<Record<string, unknown>>): boolean {
  if (!(name in value)) return !required;
  return schema.const === undefined || value[name] === schema.const;
}
