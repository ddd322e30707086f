import { expect, test } from '@jest/globals';
import type { Value } from './contract.ts';
import { joined } from './include.ts';
import { Replica } from './replica.ts';

/** Deals and the accounts they name, held by one member who may or may not reach the accounts. */
function shop() {
  const replica = new Replica(() => 'live');
  for (const module of ['Deals', 'Accounts']) {
    replica.expect(module);
    replica.snapshot(module, [], false);
  }
  const reach = { module: 'Accounts' as string | null, turned: (): void => {} };
  const deals = replica.live('Deals', {}, () => {});
  const closed: string[] = [];
  const targets = {
    moduleOf: () => reach.module,
    open: (module: string) => replica.live(module, {}, () => void closed.push(module)),
    onChange: (listener: () => void) => {
      reach.turned = listener;
      return () => {};
    },
  };
  deals.stage(joined(['Account'], targets, () => deals.refresh()));
  const put = (module: string, id: string, fields: Record<string, Value>) =>
    replica.frame([{ op: 'put', module, id, layout: 'S', may: 0, fields }]);
  return { replica, reach, deals, put, closed };
}

test('[SD35] a row shows the record its lookup names, follows it, and is null when it is not reached', () => {
  const { replica, deals, put } = shop();
  put('Deals', 'd', { Name: 'Pumps', Account: 'a' });
  expect(deals.get().rows).toEqual([{ id: 'd', Name: 'Pumps', Account: 'a', $Account: null }]);
  let told = 0;
  deals.subscribe(() => (told += 1));
  put('Accounts', 'a', { Name: 'Alder' });
  expect([deals.get().rows[0], told]).toEqual([
    { id: 'd', Name: 'Pumps', Account: 'a', $Account: { id: 'a', Name: 'Alder' } },
    1,
  ]);
  replica.frame([{ op: 'patch', module: 'Accounts', id: 'a', fields: { Name: 'Birch' } }]);
  expect(deals.get().rows[0]).toMatchObject({ $Account: { Name: 'Birch' } });
  replica.frame([{ op: 'remove', module: 'Accounts', id: 'a' }]);
  expect(deals.get().rows[0]).toMatchObject({ Account: 'a', $Account: null });
});

test('[SD35] a change of a record that no row names changes nothing', () => {
  const { deals, put } = shop();
  put('Deals', 'd', { Account: 'a' });
  put('Accounts', 'a', { Name: 'Alder' });
  const before = deals.get();
  deals.subscribe(() => {});
  put('Accounts', 'b', { Name: 'Birch' });
  expect(deals.get()).toBe(before);
});

test('[SD35] a target whose tab goes is let go of, and found again when it comes back', () => {
  const { deals, put, reach, closed } = shop();
  put('Deals', 'd', { Account: 'a' });
  put('Accounts', 'a', { Name: 'Alder' });
  reach.module = null;
  reach.turned();
  expect([deals.get().rows[0]?.['$Account' as never], closed]).toEqual([null, ['Accounts']]);
  reach.module = 'Accounts';
  reach.turned();
  expect(deals.get().rows[0]).toMatchObject({ $Account: { Name: 'Alder' } });
  deals.close();
  expect(closed).toEqual(['Accounts', 'Accounts']);
});
