import { describe, expect, test } from '@jest/globals';
import { World, id } from '../../test/world.ts';

const tab = {
  visible: ['Name', 'Stage', 'Amount', 'Contact', 'Account'],
  edit: ['Name', 'Stage', 'Contact', 'Account'],
};

function given(more: object = {}) {
  const world = new World();
  const inviter = world.staff();
  const [seen, hidden] = [world.record('Contacts', { Name: 'Kei' }), world.record('Accounts', { Name: 'Alder' })];
  const fields = { Name: 'Bridge', Stage: 'Won', Amount: 5, NextStep: 'Call', Contact: seen.id, Account: hidden.id };
  const deal = world.record('Deals', fields);
  const granted = { Contacts: { visible: ['Name'] }, Deals: { ...tab, copy: true, ...more } };
  const partner = world.partner(granted, [deal, seen], { inviter: inviter.member!.id });
  const copy = (by = partner, of = deal.id) => world.run(by, 'copy-record', { module: 'Deals', id: of });
  return { world, partner, inviter, seen, deal, copy };
}

describe('copying a record', () => {
  test('[S0-62] [X-8] [DM230] the copy is the copier’s, with what he sees and may set, and no lookup to what he does not see', () => {
    const { world, partner, inviter, seen, copy } = given();
    const made = world.records.get(String(copy().result['id']));
    const common = { createdBy: partner.member!.id, owner: inviter.member!.id, keys: [`+${partner.member!.id}`] };
    expect(made).toMatchObject({
      ...common,
      layout: 'Standard',
      fields: { Name: 'Bridge', Stage: 'Won', Contact: seen.id },
    });
    expect(Object.keys(made?.fields ?? {}).sort()).toEqual(['Contact', 'Name', 'Stage']);
  });

  test('[S0-62] [DM231] without the right it is forbidden, what is not seen is not found', () => {
    const { world, copy, deal, partner } = given({ copy: false, create: ['Name'] });
    expect(copy().code).toBe('forbidden');
    const other = world.record('Deals', { Name: 'Road' });
    expect([copy(partner, other.id).code, copy(partner, id(99)).code]).toEqual(['not-found', 'not-found']);
    expect(copy(world.operator, deal.id).code).toBe('not-found');
  });

  test('[S0-67] [DM232] a mandatory field that stays empty refuses it, and a hidden one is not named', () => {
    const closed = given({ edit: ['Stage'] }).copy();
    expect([closed.code, closed.paths]).toEqual(['invalid', ['Name']]);
    const hidden = given({ visible: ['Stage'], edit: ['Stage'] }).copy();
    expect([hidden.code, hidden.paths]).toEqual(['forbidden', []]);
  });

  test('[DM233] staff copy everything but unique values', () => {
    const { world, deal, copy } = given();
    const code = { name: 'Code', label: 'Code', type: 'text', unique: true };
    world.run(world.staff(), 'define-field', { module: 'Deals', field: code });
    const staff = world.staff('sales');
    world.run(staff, 'update-record', { module: 'Deals', id: deal.id, set: { Code: 'b-1' } });
    const { fields } = world.records.get(String(copy(staff).result['id']))!;
    expect(fields).toEqual({ ...deal.fields });
  });
});
