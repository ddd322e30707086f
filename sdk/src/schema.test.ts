import { expect, test } from '@jest/globals';
import type { Client } from './create-client.ts';

/** What `typegen` is to print for one user type. */
interface Reseller {
  userType: 'reseller';
  hash: 'sha256-9f2c';
  records: {
    Deals: {
      row: { id: string; Name: string; Stage: 'New' | 'Won'; Amount: number | null; Account: string | null };
      writable: 'Stage';
      lookups: { Account: 'Accounts' };
      actions: 'read' | 'update';
    };
    Accounts: { row: { id: string; Name: string }; writable: never; lookups: {}; actions: 'read' };
  };
  commands: {
    'close-deal': { input: { id: string; won: boolean }; result: { id: string }; rejection: 'stage-locked' };
  };
  presence: { viewing?: string };
}

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
  const narrow = client.live('Deals', { fields: ['Name'], include: ['Account'] }).get().rows[0];
  void [narrow?.Name, narrow?.$Account?.Name];
  // @ts-expect-error a field that was not asked for
  void narrow?.Stage;
  // @ts-expect-error a lookup that leads nowhere this user type reaches
  client.live('Deals', { include: ['Name'] });
  const edited = await client.update('Deals', 'a', { Stage: 'Won' });
  if (edited.status === 'denied') void edited.why.rule.length;
  if (edited.status === 'conflict')
    await edited.resolve((each) => (each.field === 'Stage' && each.theirs === 'Won' ? 'theirs' : 'mine'));
  client.ability.can('update', 'Deals', { field: 'Stage' });
  // @ts-expect-error an action that this user type is never granted
  client.ability.can('delete', 'Deals');
  const optimistic = client.command(
    'close-deal',
    { id: 'a', won: true },
    { optimistic: (draft) => draft.patch('Deals', 'a', { Stage: 'Won' }) },
  );
  const closing = await optimistic;
  if (closing.status === 'rejected') void (closing.code satisfies 'stage-locked' | 'cancelled' | 'offline');
  // @ts-expect-error a draft of a value the field cannot have
  client.command('close-deal', { id: 'a', won: true }, { optimistic: (d) => d.patch('Deals', 'a', { Stage: 'Lost' }) });
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
