import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import type { SaltedChange } from '../chain.ts';
import { scrub } from '../chain.ts';
import type { SqlConnection } from '../sql-connection.ts';
import { SqlLog } from '../sql-log.ts';
import { verifyChain } from '../verify-chain.ts';
import { changed, claimed, created, membered, portalUser, profiled, record, uuid, write } from './turns.ts';

/** A database and a way to do to it what only its owner can. */
export type Tampered = {
  connection: SqlConnection;
  run: (text: string, values: string[]) => Promise<unknown>;
  close: () => Promise<void>;
};

const edits = {
  'an entry names another member': `update entry set member = 'x' where portal = $1 and sequence = 3`,
  'an entry has another time': `update entry set at = at + interval '1 ms' where portal = $1 and sequence = 2`,
  'an entry is gone': `delete from entry where portal = $1 and sequence = 4`,
  'a change holds another value': `update change set after = jsonb_set(after, '{fields.Amount}', '9') where portal = $1 and sequence = 4`,
  'a change is gone': `delete from change where portal = $1 and sequence = 3 and ordinal = 1`,
  'a change was slipped in': `insert into change select portal, sequence, 9, kind, module, id, before, after, salt from change where portal = $1 and sequence = 3 and ordinal = 0`,
  'two changes stand in another order': `update change set ordinal = 1 - ordinal + 10 where portal = $1 and sequence = 3`,
  'the end is cut off': `delete from entry where portal = $1 and sequence = 5`,
  'the head is moved back': `update portal_head set head = 4 where portal = $1`,
  'a link is another one': `update entry set link = sha256(link) where portal = $1 and sequence = 5`,
};

export function describeChain(name: string, make: () => Promise<Tampered>): void {
  describe(`the chain on ${name}`, () => {
    let database: Tampered | undefined;
    beforeAll(async () => {
      database = await make();
    }, 60_000);
    afterAll(() => database?.close());

    async function written() {
      const { connection } = database!;
      const log = new SqlLog(connection);
      const portal = uuid();
      const deal = record({ Name: '玄関 "x"', Amount: 1, Rate: 1e-7, Big: 1e21, Tags: ['a'] });
      const later = { ...deal, fields: { ...deal.fields, Amount: 2 } };
      await write(log, portal, [profiled({ slug: uuid() })]);
      await write(
        log,
        portal,
        [],
        [created(deal), membered(null, portalUser()), claimed('email', 'a@example.com', 'm')],
      );
      await write(log, portal, [changed(deal, later)], [changed(later, null)]);
      return { portal, connection, log, deal };
    }

    test('[LG22] an untouched log verifies, whatever the size of the pages it is read in', async () => {
      const { portal, connection } = await written();
      for (const size of [1, 2, 5, 6, 1000])
        expect(await verifyChain(connection, portal, size)).toEqual({ entries: 5, broken: null });
      expect(await verifyChain(connection, uuid())).toEqual({ entries: 0, broken: null });
    });

    test.each(Object.entries(edits))('[LG22] [SEC-34] it is found when %s', async (_, edit) => {
      const { portal, connection } = await written();
      await database!.run(edit, [portal]);
      expect((await verifyChain(connection, portal)).broken).not.toBeNull();
    });

    test('[LG21] a log whose values were scrubbed still verifies, and reads without them', async () => {
      const { portal, connection, log, deal } = await written();
      const [row] = await connection.query({
        name: null,
        text: `select row_to_json(c) from change c where portal = $1 and sequence = 3 and ordinal = 0`,
        values: [portal],
        portal,
      });
      const gone = scrub(JSON.parse(row![0]!) as SaltedChange, new Set(['fields.Name', 'fields.Tags']));
      await connection.query({
        name: null,
        text: `update change set before = $2::text::jsonb, after = $3::text::jsonb, salt = $4, scrubbed = $5::text::jsonb
          where portal = $1 and sequence = 3 and ordinal = 0`,
        values: [
          portal,
          gone.before && JSON.stringify(gone.before),
          JSON.stringify(gone.after),
          gone.salt,
          JSON.stringify(gone.scrubbed),
        ],
        portal,
      });
      expect(await verifyChain(connection, portal)).toEqual({ entries: 5, broken: null });
      expect((await log.entries(portal, 2, 1))[0]?.changes).toHaveLength(3);
      expect((await log.recordsAt(portal, [deal], 3)).get(deal.id)?.id).toBe(deal.id);
    });
  });
}
