import { criteriaSql, storedValue } from '@genkan/access/criteria-sql';
import { whereSql } from '@genkan/access/where';
import type { PageRequest } from './portal-log.ts';
import type { Statement } from './sql-connection.ts';
import { recordColumns } from './sql-rows.ts';
import type { TallyRequest } from './tally.ts';
import { tallyBody } from './tally-sql.ts';
import { sortText } from './value-order.ts';

type Value = Statement['values'][number];
type Bind = (value: unknown) => string;

/** Collects parameters while SQL is put together; equal ones are bound once. */
function binding(portal: string): { bind: Bind; values: Value[] } {
  const values: Value[] = [portal];
  const bind = (value: unknown): string => {
    const bound = bindable(value);
    const known = typeof bound === 'object' ? -1 : values.indexOf(bound);
    return `$${known >= 0 ? known + 1 : values.push(bound)}`;
  };
  return { bind, values };
}

function bindable(value: unknown): Value {
  if (typeof value === 'string' || typeof value === 'number') return value;
  if (Array.isArray(value) && value.every((item) => typeof item === 'string')) return value;
  throw new TypeError('Only texts, numbers and lists of texts are bound.');
}

/** A field's value as jsonb, null where the reader's layout hides it. */
function maskedValue(bind: Bind, visible: PageRequest['visible']): (field: string) => string {
  const plain = storedValue(bind, 'r.fields');
  if (visible === null) return plain;
  return (field) => {
    const layouts = [...visible].filter(([, fields]) => fields.has(field)).map(([layout]) => layout);
    return layouts.length === 0
      ? `'null'::jsonb`
      : `(case when r.layout = any(${bind(layouts)}::text[]) then ${plain(field)} else 'null'::jsonb end)`;
  };
}

const rank = (v: string) => `(case jsonb_typeof(${v}) when 'number' then 0 when 'null' then 2 else 1 end)`;
const number = (v: string) => `(case jsonb_typeof(${v}) when 'number' then ${v}::numeric else 0 end)`;
const text = (v: string) =>
  `(case when jsonb_typeof(${v}) in ('number', 'null') then '' else ${v} #>> '{}' end) collate "C"`;

/** A value as three columns that order as `compareValues` does: kind, number, text. None of them is null. */
const sortColumns = (v: string): string => `${rank(v)}, ${number(v)}, ${text(v)}`;

function boundSortColumns(value: unknown, bind: Bind): string {
  const kind = value === null || value === undefined ? 2 : typeof value === 'number' ? 0 : 1;
  const words = typeof value === 'string' || typeof value === 'boolean' || Array.isArray(value) ? sortText(value) : '';
  const amount = typeof value === 'number' ? JSON.stringify(value) : '0';
  return `${kind}, ${bind(amount)}::text::numeric, ${bind(words)}::text collate "C"`;
}

/** Behind the place: a greater first value, or the same and a greater second, and so on; ids break ties. */
function behind({ orderBy, after }: PageRequest, bind: Bind): string {
  if (after === null) return 'true';
  return orderBy.reduceRight(
    (rest, [, direction], i) => {
      const columns = `(${sortColumns(`o${i}.v`)})`;
      const place = `(${boundSortColumns(after.values[i], bind)})`;
      return `(${columns} ${direction === 'asc' ? '>' : '<'} ${place} or (${columns} = ${place} and ${rest}))`;
    },
    `r.id > ${bind(after.id)}`,
  );
}

function matchingSql(portal: string, { scope, where, visible }: PageRequest, bind: Bind): string {
  return `${whereSql(portal, scope, bind)} and ${criteriaSql(where, bind, maskedValue(bind, visible))}`;
}

const head = `'head', coalesce((select h.head from portal_head h where h.portal = $1), 0)`;
const unnamed = (portal: string, body: string, values: readonly Value[]): Statement => ({
  name: null,
  text: `select json_build_object(${head}, ${body})`,
  values,
  portal,
});

/** A page, one row more than asked to know whether there are more, and the head: one snapshot. */
export function pageStatement(portal: string, request: PageRequest): Statement {
  const { bind, values } = binding(portal);
  const { orderBy, visible, limit } = request;
  const value = maskedValue(bind, visible);
  const ordered = orderBy.map(([field], i) => `cross join lateral (select ${value(field)} as v) o${i}`);
  const order = orderBy.map(([, direction], i) =>
    [rank, number, text].map((column) => `${column(`o${i}.v`)} ${direction}`).join(),
  );
  const rows = `select ${recordColumns} from record r ${ordered.join(' ')}
    where ${matchingSql(portal, request, bind)} and ${behind(request, bind)}
    order by ${[...order, 'r.id'].join()} limit ${Math.trunc(limit) + 1}`;
  return unnamed(portal, `'rows', array(select row_to_json(p) from (${rows}) p)`, values);
}

export function countStatement(portal: string, request: PageRequest, atMost: number): Statement {
  const { bind, values } = binding(portal);
  const limit = Number.isFinite(atMost) ? `limit ${Math.trunc(atMost)}` : '';
  const rows = `select from record r where ${matchingSql(portal, request, bind)} ${limit}`;
  return unnamed(portal, `'count', (select count(*) from (${rows}) c)`, values);
}

export function sumStatement(portal: string, request: PageRequest, field: string): Statement {
  const { bind, values } = binding(portal);
  const value = `cross join lateral (select ${maskedValue(bind, request.visible)(field)} as v) o`;
  const sum = `sum(case when jsonb_typeof(o.v) = 'number' then o.v::numeric end)`;
  const body = `'sum', (select coalesce(${sum}, 0) from record r ${value} where ${matchingSql(portal, request, bind)})`;
  return unnamed(portal, body, values);
}

/** How many records groups of members meet before and after, all in one snapshot. */
export function tallyStatement(portal: string, request: TallyRequest): Statement {
  const { bind, values } = binding(portal);
  return unnamed(portal, tallyBody(portal, request, bind), values);
}
