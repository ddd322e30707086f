import { expect, test } from '@jest/globals';
import type { Client } from './create-client.ts';

/** What `typegen` is to print for one user type. */
type Reseller = {
  records: {
    Deals: { row: { id: string; Name: string; Stage: 'New' | 'Won'; Amount: number | null }; writable: 'Stage' };
  };
  commands: { 'close-deal': { input: { id: string; won: boolean }; result: { id: string } } };
};

/** Never run: that it compiles, and that each marked line does not, is the test (`npm run types`). */
export async function written(client: Client<Reseller>): Promise<void> {
  await client.update('Deals', 'a', { Stage: 'Won' });
  // @ts-expect-error a field this user type may not write
  await client.update('Deals', 'a', { Name: 'Mine' });
  // @ts-expect-error a field this user type does not see
  await client.update('Deals', 'a', { Secret: 1 });
  // @ts-expect-error not a value of the field
  await client.update('Deals', 'a', { Stage: 'Lost' });
  // @ts-expect-error a module this user type does not reach
  client.live('Cases');
  // @ts-expect-error an order by a field this user type does not see
  client.live('Deals', { orderBy: [['Secret', 'asc']] });
  const deals = client.live('Deals', {
    where: { Stage: { in: ['New'] }, Amount: { gte: 10 } },
    orderBy: [['Amount', 'desc']],
  });
  const amount: number | null | undefined = deals.get().rows[0]?.Amount;
  // @ts-expect-error a field this user type does not see
  void deals.get().rows[0]?.Secret;
  for await (const delta of deals.deltas()) if (delta.op === 'update') void delta.prev.Stage;
  const outcome = await client.command('close-deal', { id: 'a', won: amount === 1 });
  if (outcome.status === 'applied') void outcome.result.id.length;
  // @ts-expect-error a command this user type may not issue
  await client.command('delete-record', { module: 'Deals', id: 'a' });
}

/** Without a schema: any module and field, and the portal's own commands with their inputs. */
export async function unwritten(client: Client): Promise<void> {
  await client.update('Anything', 'a', { Whatever: 1 });
  await client.command('delete-record', { module: 'Deals', id: 'a' });
  // @ts-expect-error an input without what the command needs
  await client.command('delete-record', {});
}

test('[SD25] what a user type may not see or do does not compile; these lines were compiled by `npm run types`', () => {
  expect([typeof written, typeof unwritten]).toEqual(['function', 'function']);
});
