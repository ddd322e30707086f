import { z } from 'zod';
import type { JsonSql } from '@genkan/log/json-sql';
import {
  believedMs,
  everyPortal,
  type Delivery,
  type DeliveryStore,
  type Mark,
  type NodeStart,
  type SentTo,
} from './delivery-store.ts';

/** A row that is said again, or that was ended and goes on, is what it was said to be last: one node writes it, in order. */
const save = `with marked as (
    insert into delivery_mark (node, portal, sequence, heard_at)
    select $1, m.portal, m.sequence, $4 from jsonb_to_recordset($3::jsonb) as m (portal text, sequence bigint)
    on conflict (node, portal) do update
      set sequence = greatest(delivery_mark.sequence, excluded.sequence), heard_at = excluded.heard_at
  )
  insert into delivery (portal, session, member, module, from_sequence, to_sequence, node)
  select d.portal, d.session, d.member, d.module, d."from", d."to", $1
  from jsonb_to_recordset($2::jsonb)
    as d (portal text, session text, member text, module text, "from" bigint, "to" bigint)
  on conflict (session, module, from_sequence) do update set to_sequence = excluded.to_sequence, until_at = null`;

/** The node's own word of the portal, and that it lives at all. */
const marks = `left join delivery_mark m on m.node = d.node and m.portal = d.portal
  left join delivery_mark l on l.node = d.node and l.portal = '${everyPortal}'`;
const believed = `greatest(m.heard_at, l.heard_at) + ${believedMs}`;

const whoReceived = `select to_json(d.member)::text from delivery d ${marks}
  where d.portal = $1 and d.module = $2 and d.from_sequence <= $3
    and (coalesce(d.to_sequence, m.sequence, d.from_sequence) >= $3
      or coalesce(d.until_at, case when d.to_sequence is null then ${believed} end) >= $4)
  group by d.member order by d.member`;

const rowsAt = `select json_build_object('session', d.session, 'member', d.member, 'module', d.module, 'open', bool_or(d.to_sequence is null))::text
  from delivery d left join delivery_mark m on m.node = d.node and m.portal = d.portal
  where d.portal = $1 and d.from_sequence <= $2 and coalesce(d.to_sequence, m.sequence, d.from_sequence) >= $2
  group by d.session, d.member, d.module order by d.session collate "C", d.module collate "C"`;
const sentTo = z.strictObject({ session: z.string(), member: z.string(), module: z.string(), open: z.boolean() });

/** A node that was heard of in any portal is not lost; of a lost one no mark stays. */
const closeLost = `with lost as (
    select node from delivery_mark group by node having max(heard_at) < $1
  ), ended as (
    update delivery d set to_sequence = greatest(d.from_sequence, m.sequence),
      until_at = (select max(l.heard_at) from delivery_mark l where l.node = d.node and l.portal in (d.portal, '${everyPortal}')) + ${believedMs}
    from delivery_mark m where m.node in (select node from lost) and d.node = m.node and d.portal = m.portal and d.to_sequence is null
  )
  delete from delivery_mark where node in (select node from lost)`;

/** In the installation's database, beside the log; every read is bound to a portal. */
export class SqlDeliveryStore implements DeliveryStore {
  readonly #sql: JsonSql;

  constructor(sql: JsonSql) {
    this.#sql = sql;
  }

  async save(node: NodeStart, deliveries: readonly Delivery[], marks: readonly Mark[], now: number): Promise<void> {
    await this.#sql(save, [node, JSON.stringify(deliveries), JSON.stringify(marks), now]);
  }

  async whoReceived(portal: string, module: string, sequence: number, at: number): Promise<readonly string[]> {
    const rows = await this.#sql(whoReceived, [portal, module, sequence, at]);
    return rows.map((row) => z.string().parse(JSON.parse(row)));
  }

  async rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]> {
    return (await this.#sql(rowsAt, [portal, sequence])).map((row) => sentTo.parse(JSON.parse(row)));
  }

  async closeLost(heardBefore: number): Promise<void> {
    await this.#sql(closeLost, [heardBefore]);
  }
}
