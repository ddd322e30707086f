import { expect, test } from '@jest/globals';
import { schemaDiff, shapeOf } from './schema-shape.ts';
import { card } from './test/scripted-server.ts';

test('[SD37] types fit what they were printed from, and each difference is named', () => {
  const printed = shapeOf(card());
  expect(schemaDiff(printed, card())).toBeNull();
  expect(schemaDiff(printed, card(['Name', 'Amount']))).toEqual({
    added: ['Deals.Amount'],
    removed: ['Deals.Stage'],
    changed: [],
  });
  const tab = card().tabs['Deals']!;
  const closed = { ...card(), commands: [], tabs: { Deals: { ...tab, rights: [] } } };
  expect(schemaDiff(printed, closed)).toEqual({
    added: [],
    removed: ['command update-record'],
    changed: ['Deals', 'Deals.Stage'],
  });
});
