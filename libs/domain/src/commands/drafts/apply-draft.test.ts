import { expect, test } from '@jest/globals';
import { configuring, tab } from '../../test/configuring.ts';

test('[G-11] a draft of a user type that is gone is a conflict, and without it the draft takes effect', () => {
  const { run, create, partner, world } = configuring();
  const gone = String(create('Reseller').result['userType']);
  const drafted = { [partner]: { Deals: tab() }, [gone]: { Deals: tab() } };
  const { draft } = run('save-draft', { name: 'More', userTypes: drafted }).result;
  run('delete-user-type', { userType: gone });
  expect(run('apply-draft', { draft }).code).toBe('conflict');
  const without = { draft, name: 'More', userTypes: { [partner]: { Deals: tab() } } };
  expect([run('save-draft', without).code, run('apply-draft', { draft }).code]).toEqual(['applied', 'applied']);
  expect(Object.keys(world.portal.userTypes[partner]?.tabs ?? {})).toEqual(['Deals']);
});
