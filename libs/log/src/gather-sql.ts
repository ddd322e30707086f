import type { Question } from '@genkan/domain/known';
import type { Member } from '@genkan/domain/members';
import type { UserType } from '@genkan/domain/user-types';
import { compareText } from '@genkan/access/compare-text';
import type { Source } from './answered.ts';
import { referringKeys } from './held-keys.ts';
import type { SqlConnection } from './sql-connection.ts';
import { answers } from './sql-read.ts';
import type { RecordRow } from './sql-rows.ts';
import { recordColumns, recordState } from './sql-rows.ts';

type Asked<A extends Question['ask']> = Extract<Question, { ask: A }>;
const only = <A extends Question['ask']>(questions: readonly Question[], ask: A): readonly Asked<A>[] =>
  questions.filter((question): question is Asked<A> => question.ask === ask);

/** One kind of answer: its rows, and the lists (each a text[]) it is asked with; `$a`, `$b` stand for them. */
type Part = { readonly name: string; readonly text: string; readonly lists: readonly (readonly string[])[] };

function partsOf(questions: readonly Question[]): readonly Part[] {
  const records = only(questions, 'record');
  const referring = only(questions, 'referring').flatMap(({ module, field, id }) =>
    referringKeys(field, id).map((key) => ({ module, key })),
  );
  const claims = only(questions, 'claim');
  const types = only(questions, 'user-type-at');
  const parts: readonly Part[] = [
    {
      name: 'record',
      text: `select row_to_json(r) from (select ${recordColumns} from (select distinct * from unnest($a::text[], $b::text[])) q(module, id)
        cross join lateral (select r.* from record r where r.portal = $1 and r.module = q.module and r.id = q.id offset 0) r) r`,
      lists: [records.map(({ module }) => module), records.map(({ id }) => id)],
    },
    {
      name: 'referring',
      text: `select json_build_array(k.module, k.key, k.record) from (select distinct * from unnest($a::text[], $b::text[])) q(module, key)
        cross join lateral (select k.* from record_key k where k.portal = $1 and k.module = q.module and k.key = q.key offset 0) k`,
      lists: [referring.map(({ module }) => module), referring.map(({ key }) => key)],
    },
    memberPart(
      'id',
      only(questions, 'member').map(({ id }) => id),
    ),
    memberPart(
      'record',
      only(questions, 'members-tied-to').map(({ record }) => record),
    ),
    memberPart(
      'user_type',
      only(questions, 'members-of').map(({ userType }) => userType),
    ),
    {
      name: 'users',
      text: `select json_build_array(m.user_type, count(*)) from member m
        where m.portal = $1 and m.user_type is not null and m.body ->> 'status' <> 'removed' and cardinality($a::text[]) > 0 group by m.user_type`,
      lists: [only(questions, 'users').map(({ ask }) => ask)],
    },
    {
      name: 'type',
      text: `select json_build_array(q.id, q.sequence::bigint, c.after -> 'value') from unnest($a::text[], $b::text[]) q(id, sequence)
        cross join lateral (select c.after from change c, portal_head h where h.portal = $1 and h.head >= q.sequence::bigint
          and c.portal = $1 and c.kind = 'setting' and c.module = 'user-type' and c.id = q.id and c.sequence <= q.sequence::bigint
          order by c.sequence desc, c.ordinal desc limit 1) c`,
      lists: [types.map(({ userType }) => userType), types.map(({ sequence }) => String(sequence))],
    },
    {
      name: 'claim',
      text: `select json_build_array(q.scope, q.value, coalesce(c.holder, genkan_installation_holder(q.scope, q.value)))
        from unnest($a::text[], $b::text[]) q(scope, value)
        left join lateral (select c.holder from claim c where c.portal = $1 and c.scope = q.scope and c.value = q.value offset 0) c on true`,
      lists: [claims.map(({ scope }) => scope), claims.map(({ value }) => value)],
    },
  ];
  return parts;
}

const memberPart = (column: string, ids: readonly string[]): Part => ({
  name: `member-${column}`,
  text: `select m.body::json from member m where m.portal = $1 and m.${column} = any($a::text[])`,
  lists: [ids],
});

/** The rows behind the questions, and the head they belong to, read as one statement: one snapshot. */
export async function gatherRows(connection: SqlConnection, portal: string, questions: readonly Question[]) {
  const all = partsOf(questions);
  const isAsked = ({ lists }: Part): boolean => (lists[0]?.length ?? 0) > 0;
  const parts = all.filter(isAsked);
  const lists = parts.flatMap((part) => part.lists);
  let placed = 1;
  const texts = parts.map(({ name, text }) => {
    const placedText = text.replaceAll(/\$[ab]/g, (letter) => `$${placed + (letter === '$a' ? 1 : 2)}`);
    placed += text.includes('$b') ? 2 : 1;
    return `select '${name.replace(/-.*/, '')}', x.* from (${placedText}) x`;
  });
  const head = `select 'head', to_json(h.head) from portal_head h where h.portal = $1`;
  const found = await answers(connection, {
    name: `gather:${all.map((part) => Number(isAsked(part))).join('')}`, // PostgreSQL tells no names apart beyond 63 bytes
    text: [head, ...texts].join(' union all '),
    values: [portal, ...lists],
    portal,
  });
  return { head: found.of<number>('head')[0] ?? 0, source: sourceOf(found) };
}

function sourceOf(found: { of<T>(part: string): readonly T[] }): Source {
  const records = new Map(found.of<RecordRow>('record').map((row) => [`${row.module}/${row.id}`, recordState(row)]));
  const members = new Map(found.of<Member>('member').map((member) => [member.id, member]));
  const keys = found.of<readonly [string, string, string]>('referring');
  const claims = new Map(
    found
      .of<readonly [string, string, string | null]>('claim')
      .map(([scope, value, holder]) => [JSON.stringify([scope, value]), holder]),
  );
  const users = new Map(found.of<readonly [string, number]>('users'));
  const types = new Map(
    found
      .of<readonly [string, number, UserType | null]>('type')
      .map(([id, sequence, type]) => [`${id}@${sequence}`, type]),
  );
  const membersWhere = (wanted: (member: Member) => boolean) =>
    [...members.values()].filter(wanted).sort((a, b) => compareText(a.id, b.id));
  return {
    record: (module, id) => records.get(`${module}/${id}`) ?? null,
    member: (id) => members.get(id) ?? null,
    referring: (module, field, id) => referringIn(keys, module, referringKeys(field, id)),
    membersTiedTo: (record) => membersWhere((member) => member.kind === 'portal-user' && member.record === record),
    membersOf: (userType) => membersWhere((member) => member.kind === 'portal-user' && member.userType === userType),
    users: () => users,
    userTypeAt: (userType, sequence) => types.get(`${userType}@${sequence}`) ?? null,
    holder: (scope, value) => claims.get(JSON.stringify([scope, value])) ?? null,
  };
}

const referringIn = (keys: readonly (readonly [string, string, string])[], module: string, wanted: readonly string[]) =>
  [...new Set(keys.filter(([of, key]) => of === module && wanted.includes(key)).map(([, , record]) => record))].sort(
    compareText,
  );
