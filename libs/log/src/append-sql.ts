import type { Statement } from './sql-connection.ts';
import type { Turn } from './portal-log.ts';
import type { TurnRows } from './turn-rows.ts';

const rowsOf = (columns: string) => (json: string) => `jsonb_to_recordset(${json}::jsonb) as n(${columns})`;
/** `r` is the row that a conflict has met. */
const insert =
  (table: string, columns: string, select: string, typed: string, conflict = '') =>
  (json: string) =>
    `insert into ${table} as r (portal, ${columns}) select $1, ${select} from cas, ${rowsOf(typed)(json)} ${conflict}`;

/**
 * Rows are found one by one, by their whole key. The portal comes from `cas`, and `n` is made to look like one row (an
 * equality is expected to leave half a percent): otherwise the planner walks the portal while it believes it is small.
 */
const remove =
  (table: string, typed: string, match: string, [column] = typed.split(' ')) =>
  (json: string) =>
    `delete from ${table} r using cas, ${rowsOf(typed)(json)}
      where r.portal = cas.portal and ${match} and n.${column} || '' = n.${column}`;

const record = 'module, id, layout, fields, keys, created_by, owner, deleted, restricted, sequence';
const recordTyped =
  'module text, id text, layout text, fields jsonb, keys text[], created_by text, owner text, deleted boolean, restricted boolean, sequence bigint';
const onKey = (key: string, columns: readonly string[]) =>
  `on conflict (portal, ${key}) do update set ${columns.map((name) => `${name} = excluded.${name}`).join()}`;

/** How each part of a turn is written. All of them hang on `cas`: where the head did not move, nothing is. */
const parts: Readonly<Record<string, (json: string) => string>> = {
  entry: insert(
    'entry',
    'sequence, command, command_id, member, at, outcome, link',
    'n.sequence, n.command, n.command_id, n.member, n.at, n.outcome, case when n.sequence = $2::bigint + $3::bigint then cas.link end',
    'sequence bigint, command text, command_id text, member text, at timestamptz, outcome text',
  ),
  change: insert(
    'change',
    'sequence, ordinal, kind, module, id, before, after, salt',
    'n.*',
    'sequence bigint, ordinal integer, kind text, module text, id text, before jsonb, after jsonb, salt text',
  ),
  receipt: insert(
    'receipt',
    'actor, command_id, command, salt, input_hash, outcome, sequence, result, fields, at',
    'n.*',
    'actor text, command_id text, command text, salt text, input_hash text, outcome text, sequence bigint, result jsonb, fields text[], at timestamptz',
  ),
  // New rows, and such as lost a field or moved under other keys: whole. `on conflict` looks each row up by its key.
  put: insert('record', record, 'n.*', recordTyped, onKey('module, id', record.split(', ').slice(2))),
  // The usual change: the fields that differ. The row is there, the head vouches for it.
  patch: insert(
    'record',
    record,
    'n.*',
    recordTyped,
    `${onKey('module, id', ['layout', 'created_by', 'owner', 'deleted', 'restricted', 'sequence'])}, fields = r.fields || excluded.fields`,
  ),
  remove: remove('record', 'module text, id text', 'r.module = n.module and r.id = n.id'),
  key: insert(
    'record_key',
    'module, key, record',
    'n.*',
    'module text, key text, record text',
    'on conflict do nothing',
  ),
  unkey: remove(
    'record_key',
    'module text, key text, record text',
    'r.module = n.module and r.key = n.key and r.record = n.record',
  ),
  past: insert(
    'record_key_past',
    'module, key, sequence, record',
    'n.*',
    'module text, key text, sequence bigint, record text',
    'on conflict do nothing',
  ),
  member: insert(
    'member',
    'id, record, user_type, body, sequence',
    'n.*',
    'id text, record text, user_type text, body jsonb, sequence bigint',
    onKey('id', ['record', 'user_type', 'body', 'sequence']),
  ),
  unmember: remove('member', 'id text', 'r.id = n.id'),
  setting: insert(
    'setting',
    'part, id, value, sequence',
    'n.*',
    'part text, id text, value jsonb, sequence bigint',
    onKey('part, id', ['value', 'sequence']),
  ),
  unset: remove('setting', 'part text, id text', 'r.part = n.part and r.id = n.id'),
  claim: (json) => `insert into claim (portal, scope, value, holder) select $1, n.scope, n.value, n.holder
    from cas, ${rowsOf('scope text, value text, holder text')(json)}
    where not exists (select from claim c where c.portal = $1 and c.scope = n.scope and c.value = n.value and c.holder = n.holder)`,
  reclaim: insert(
    'claim',
    'scope, value, holder',
    'n.*',
    'scope text, value text, holder text',
    onKey('scope, value', ['holder']),
  ),
  unclaim: remove('claim', 'scope text, value text', 'r.scope = n.scope and r.value = n.value'),
};
const partNames = Object.keys(parts);

/** The compare-and-swap of the head, with the next link of the chain. A turn of receipts only holds the head still. */
const swaps = {
  found: `insert into portal_head as h (portal, head, link) values ($1, $2::bigint + $3::bigint, sha256(decode($4, 'hex')))
    on conflict (portal) do nothing returning link, h.portal`,
  move: `update portal_head h set head = $2::bigint + $3::bigint, link = sha256(h.link || decode($4, 'hex'))
    where h.portal = $1 and h.head = $2::bigint returning link, h.portal`,
  hold: `select link, portal from portal_head h where h.portal = $1 and h.head = $2::bigint and $3::bigint = 0 and $4::text is not null for update`,
  wait: `select $1::text as portal where $2::bigint = 0 and $3::bigint = 0 and $4::text is not null
    and not exists (select from portal_head h where h.portal = $1)`,
};

const texts = new Map<string, string>();

function textOf(swap: keyof typeof swaps, present: readonly string[], name: string): string {
  const known = texts.get(name);
  if (known !== undefined) return known;
  const ctes = present.map((part, i) => `put_${part} as (${parts[part]?.(`$${i + 5}`) ?? ''})`);
  const text = `with cas as (${swaps[swap]}), ${ctes.join(', ')} select count(*) from cas`.replaceAll(/\s+/g, ' ');
  texts.set(name, text);
  return text;
}

/** The whole turn as one statement. It answers 1 when the head moved, 0 when it had moved before. */
export function appendStatement({ portal, head, entries }: Turn, rows: TurnRows, digest: string): Statement {
  const swap = entries.length > 0 ? (head === 0 ? 'found' : 'move') : head === 0 ? 'wait' : 'hold';
  const present = partNames.filter((part) => rows.has(part));
  const name = `append:${swap}:${partNames.map((part) => Number(rows.has(part))).join('')}`;
  return {
    name,
    text: textOf(swap, present, name),
    values: [portal, head, entries.length, digest, ...present.map((part) => JSON.stringify(rows.get(part)))],
    portal,
  };
}
