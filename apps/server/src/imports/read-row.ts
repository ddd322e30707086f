import { importRecords } from '@genkan/domain/commands/records/import-records';
import type { Field, Value } from '@genkan/domain/fields';
import type { Module } from '@genkan/domain/modules';
import { readDate } from './date-format.ts';
import type { Column, Mapping } from './mapping.ts';

/** A line of the file, by column: texts from CSV, any JSON from NDJSON. */
export type Line = Readonly<Record<string, unknown>>;
/** A value, or the record a lookup means, by its id in the other system. */
export type Given = Value | { readonly external: string };
/** A row of `import-records`. */
export type ReadRow = { readonly externalId: string; readonly fields: Readonly<Record<string, Given>> };
export type RefusedRow = { readonly code: string; readonly column: string | null };

class Unreadable extends Error {}

const number = /^[+-]?(\d+|\d{1,3}(,\d{3})+)(\.\d+)?([eE][+-]?\d+)?$/;
const truths: Readonly<Record<string, boolean>> = { true: true, yes: true, 1: true, false: false, no: false, 0: false };

function readNumber(text: string): number {
  if (!number.test(text)) throw new Unreadable();
  return Number(text.replaceAll(',', ''));
}

function readBoolean(text: string): boolean {
  const word = text.toLowerCase();
  const truth = Object.hasOwn(truths, word) ? truths[word] : undefined;
  if (truth === undefined) throw new Unreadable();
  return truth;
}

function readDay(text: string, { date = 'Y-m-d' }: Column): string {
  const day = readDate(date, text);
  if (day === null) throw new Unreadable();
  return day;
}

/** The text as the field's type holds it; the domain judges it once more when the row arrives there. */
function readText(text: string, field: Field, column: Column): Value {
  switch (field.type) {
    case 'integer':
    case 'decimal':
    case 'money':
    case 'percent':
      return readNumber(text);
    case 'boolean':
      return readBoolean(text);
    case 'date':
      return readDay(text, column);
    case 'multi-choice':
      return text.split(';').map((choice) => choice.trim());
    case 'text':
    case 'long-text':
    case 'datetime':
    case 'choice':
    case 'email':
    case 'phone':
    case 'url':
    case 'lookup':
      return text;
    default:
      return field.type satisfies never;
  }
}

const textOf = (given: unknown): string => {
  if (given === null || given === undefined) return '';
  if (typeof given === 'object') throw new Unreadable();
  return String(given).trim();
};

function valueOf(given: unknown, field: Field, column: Column, nulls: readonly string[]): Given {
  const text = textOf(given);
  const corrected = column.values && Object.hasOwn(column.values, text) ? (column.values[text] ?? text) : text;
  if (corrected === '' || nulls.includes(corrected) || column.nulls?.includes(corrected)) return null;
  return field.type === 'lookup' ? { external: corrected } : readText(corrected, field, column);
}

type Cell = readonly [column: string, mapped: Column, field: Field, given: unknown];

function cellsOf(module: Module, mapping: Mapping, line: Line): Cell[] {
  return Object.entries(mapping.columns).flatMap(([name, mapped]): Cell[] => {
    if (mapped === 'ignore') return [];
    const field = Object.hasOwn(module.fields, mapped.field) ? module.fields[mapped.field] : undefined;
    if (!field || !Object.hasOwn(line, name)) throw new RowRefused(field ? 'invalid' : 'unknown-field', name);
    return [[name, mapped, field, line[name]]];
  });
}

class RowRefused extends Error {
  readonly refused: RefusedRow;
  constructor(code: string, column: string | null) {
    super(code);
    this.refused = { code, column };
  }
}

/** What the command takes for a row. Judged here, row by row: one row it does not take would refuse the whole chunk. */
const rowSchema = importRecords.input.shape.rows.element;

const columnOf = (mapping: Mapping, [part, field]: readonly PropertyKey[]): string | null => {
  if (part === 'externalId') return mapping.externalId;
  const columns = Object.entries(mapping.columns);
  return columns.find(([, mapped]) => mapped !== 'ignore' && mapped.field === field)?.[0] ?? null;
};

function read(module: Module, mapping: Mapping, line: Line): ReadRow {
  const externalId = Object.hasOwn(line, mapping.externalId) ? textOf(line[mapping.externalId]) : '';
  if (externalId === '') throw new RowRefused('invalid', mapping.externalId);
  const fields: Record<string, Given> = {};
  for (const [column, mapped, field, given] of cellsOf(module, mapping, line)) {
    try {
      fields[field.name] = valueOf(given, field, mapped, mapping.nulls);
    } catch (thrown) {
      throw thrown instanceof Unreadable ? new RowRefused('invalid', column) : thrown;
    }
  }
  const row = { externalId, fields };
  const issue = rowSchema.safeParse(row).error?.issues[0];
  if (issue) throw new RowRefused('invalid', columnOf(mapping, issue.path));
  return row;
}

/** A line of the file as the portal's row, or the column it fails by. */
export function readRow(module: Module, mapping: Mapping, line: Line): ReadRow | { readonly refused: RefusedRow } {
  try {
    return read(module, mapping, line);
  } catch (thrown) {
    if (thrown instanceof RowRefused) return { refused: thrown.refused };
    throw thrown;
  }
}
