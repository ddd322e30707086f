import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
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

/** What is done, and the first entry that is named: turns are committed to as one, here 1, 2 with 3, and 4 with 5. */
const edits = {
  'an entry names another member': [2, `update entry set member = 'x' where portal = $1 and sequence = 3`],
  'an entry has another time': [2, `update entry set at = at + interval '1 ms' where portal = $1 and sequence = 2`],
  'an entry is gone': [4, `delete from entry where portal = $1 and sequence = 4`],
  'a change holds another value': [
    4,
    `update change set after = jsonb_set(after, '{fields.Amount}', '9') where portal = $1 and sequence = 4`,
  ],
  'a change is gone': [2, `delete from change where portal = $1 and sequence = 3 and ordinal = 1`],
  'a change was slipped in': [
    2,
    `insert into change select portal, sequence, 9, kind, module, id, before, after, salt from change where portal = $1 and sequence = 3 and ordinal = 0`,
  ],
  'two changes stand in another order': [
    2,
    `update change set ordinal = 1 - ordinal + 10 where portal = $1 and sequence = 3`,
  ],
  'the end is cut off': [5, `delete from entry where portal = $1 and sequence = 5`],
  'the head is moved back': [5, `update portal_head set head = 4 where portal = $1`],
  'a link is another one': [4, `update entry set link = sha256(link) where portal = $1 and sequence = 5`],
} as const;

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

    test.each(Object.entries(edits))('[LG22] [SEC-34] it is found when %s', async (_, [first, edit]) => {
      const { portal, connection } = await written();
      await database!.run(edit, [portal]);
      expect((await verifyChain(connection, portal)).broken).toBe(first);
    });

    test('[LG22] [SEC-34] whichever byte of a log is altered, the first entry of its turn is named', async () => {
      const { portal, connection, log } = await written();
      const starts = [1, 2, 2, 4, 4];
      for (let n = 0; n < 20; n += 1) {
        const before = (await log.head(portal)) + 1;
        await write(log, portal, [created(record({ Name: uuid() }))], [created(record({ Name: uuid() }))]);
        starts.push(before, before);
      }
      const rows = fc.sample(fc.tuple(fc.nat(starts.length - 1), fc.nat(8), fc.constantFrom('changes', 'entries')), 25);
      for (const [nth, byte, where] of rows) {
        const altered = (text: string) =>
          `overlay(${text} placing chr(ascii(substr(${text}, ${byte + 1}, 1)) # 1) from ${byte + 1} for 1)`;
        const alter = (back: string) =>
          where === 'entries' || nth < 5 // not each of the first five has a change
            ? database!.run(
                `update entry set command_id = ${altered('command_id')} where portal = $1 and sequence = $2`,
                [portal, back],
              )
            : database!.run(
                `update change set salt = ${altered('salt')} where portal = $1 and sequence = $2 and ordinal = 0`,
                [portal, back],
              );
        await alter(String(nth + 1));
        expect(await verifyChain(connection, portal)).toMatchObject({ broken: starts[nth] });
        await alter(String(nth + 1)); // the same byte twice is the byte it was
      }
      expect(await verifyChain(connection, portal)).toMatchObject({ broken: null });
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
