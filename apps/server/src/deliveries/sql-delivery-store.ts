import { z } from 'zod';
import type { JsonSql } from '@genkan/log/json-sql';
import type { Delivery, DeliveryStore, Mark, NodeStart, SentTo } from './delivery-store.ts';

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
  on conflict (session, module, from_sequence) do update set to_sequence = excluded.to_sequence`;

const whoReceived = `select to_json(d.member)::text
  from delivery d left join delivery_mark m on m.node = d.node and m.portal = d.portal
  where d.portal = $1 and d.module = $2 and d.from_sequence <= $3
    and coalesce(d.to_sequence, m.sequence, d.from_sequence) >= $3
  group by d.member order by d.member`;

const rowsAt = `select json_build_object('session', d.session, 'member', d.member, 'module', d.module)::text
  from delivery d left join delivery_mark m on m.node = d.node and m.portal = d.portal
  where d.portal = $1 and d.from_sequence <= $2 and coalesce(d.to_sequence, m.sequence, d.from_sequence) >= $2
  group by d.session, d.member, d.module order by d.session collate "C", d.module collate "C"`;
const sentTo = z.strictObject({ session: z.string(), member: z.string(), module: z.string() });

const closeLost = `with lost as (
    delete from delivery_mark where heard_at < $1 returning node, portal, sequence
  )
  update delivery d set to_sequence = greatest(d.from_sequence, lost.sequence)
  from lost where d.node = lost.node and d.portal = lost.portal and d.to_sequence is null`;

/** In the installation's database, beside the log; every read is bound to a portal. */
export class SqlDeliveryStore implements DeliveryStore {
  readonly #sql: JsonSql;

  constructor(sql: JsonSql) {
    this.#sql = sql;
  }

  async save(node: NodeStart, deliveries: readonly Delivery[], marks: readonly Mark[], now: number): Promise<void> {
    await this.#sql(save, [node, JSON.stringify(deliveries), JSON.stringify(marks), now]);
  }

  async whoReceived(portal: string, module: string, sequence: number): Promise<readonly string[]> {
    const rows = await this.#sql(whoReceived, [portal, module, sequence]);
    return rows.map((row) => z.string().parse(JSON.parse(row)));
  }

  async rowsAt(portal: string, sequence: number): Promise<readonly SentTo[]> {
    return (await this.#sql(rowsAt, [portal, sequence])).map((row) => sentTo.parse(JSON.parse(row)));
  }

  async closeLost(heardBefore: number): Promise<void> {
    await this.#sql(closeLost, [heardBefore]);
  }
}
