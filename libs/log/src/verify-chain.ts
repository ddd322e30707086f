import type { SaltedChange } from './chain.ts';
import { changeDigest, entryDigest, nextLink, turnDigest } from './chain.ts';
import type { SqlConnection } from './sql-connection.ts';
import { answers } from './sql-read.ts';
import type { EntryRow } from './sql-rows.ts';
import { entryOf } from './sql-rows.ts';

/** `broken`: the first sequence from which the log is not what was once committed; null: all of it is. */
export type Verdict = { readonly entries: number; readonly broken: number | null };

type LinkedEntry = EntryRow & { readonly link: string | null };
type ChangeRow = SaltedChange & { readonly sequence: number; readonly ordinal: number };

const pageText = `with e as materialized (select sequence, command, command_id, member, at, outcome, encode(link, 'hex') as link
    from entry where portal = $1 and sequence > $2::bigint order by sequence limit $3::int)
  select 'entry', row_to_json(e) from e
  union all select 'change', row_to_json(c) from (select sequence, ordinal, kind, module, id, before, after, salt, scrubbed from change
    where portal = $1 and sequence > $2::bigint and sequence <= (select max(sequence) from e)) c
  union all select 'head', json_build_array(head, encode(link, 'hex')) from portal_head where portal = $1`;

/** Computes a portal's chain again from its entries and changes (SEC-34): any row edited, added or taken away is found. */
export async function verifyChain(connection: SqlConnection, portal: string, pageSize = 1000): Promise<Verdict> {
  let [at, link, pending]: [number, string, string[]] = [0, '', []];
  let turnStart = 1;
  for (;;) {
    const found = await answers(connection, { name: 'verify', text: pageText, values: [portal, at, pageSize], portal });
    const changes = Map.groupBy(found.of<ChangeRow>('change'), ({ sequence }) => sequence);
    const entries = found.of<LinkedEntry>('entry').toSorted((a, b) => a.sequence - b.sequence);
    for (const entry of entries) {
      if (entry.sequence !== at + 1) return { entries: at, broken: at + 1 };
      at = entry.sequence;
      pending.push(digestOf(portal, entry, changes.get(at) ?? []));
      if (entry.link === null) continue;
      link = nextLink(link, turnDigest(pending));
      if (link !== entry.link) return { entries: at, broken: turnStart };
      [pending, turnStart] = [[], at + 1];
    }
    if (entries.length < pageSize)
      return verdictAtEnd(found.of<readonly [number, string]>('head')[0] ?? [0, ''], at, link, turnStart);
  }
}

function digestOf(portal: string, { link: _, ...entry }: LinkedEntry, changes: readonly ChangeRow[]): string {
  const digests = changes.toSorted((a, b) => a.ordinal - b.ordinal).map(changeDigest);
  const { changes: __, ...meta } = entryOf(portal, entry, []);
  return entryDigest(meta, digests);
}

/** The head tells how long the log is and how its chain ends: a cut end is found too. */
function verdictAtEnd([head, last]: readonly [number, string], at: number, link: string, turnStart: number): Verdict {
  if (head !== at) return { entries: at, broken: Math.min(head, at) + 1 };
  return { entries: at, broken: link === last ? null : turnStart };
}
