import { expect, test } from '@jest/globals';
import type { Exposed } from '../../exposure.ts';
import { configuring } from '../../test/configuring.ts';
import { id } from '../../test/world.ts';

const open = (field: string, people = 200): Exposed => ({
  module: 'Deals',
  field,
  people,
  userTypes: [id(7)],
  everyRecord: false,
});

test('[G-43] a field is told of once as it opens and once as it closes, however many people come and go in between', () => {
  const { world } = configuring();
  const note = (at: number, ...fields: Exposed[]) => world.run(world.operator, 'note-exposure', { at, fields });
  expect(note(5, open('Name'), open('Stage')).code).toBe('applied');
  expect(Object.keys(world.portal.exposed)).toEqual(['Deals.Name', 'Deals.Stage']);
  expect(note(6, open('Name', 300), open('Stage', 900)).changes).toEqual([]);
  expect(note(7, open('Stage')).changes).toMatchObject([
    { part: 'exposed', id: 'Deals.Name', after: null },
    { part: 'exposure', after: { at: 7 } },
  ]);
  expect(note(8, open('Name'), open('Stage')).changes).toMatchObject([
    { part: 'exposed', id: 'Deals.Name', before: null, after: { people: 200 } },
    { part: 'exposure' },
  ]);
});

test('[G-43] what was found at an older entry changes nothing of what was found later', () => {
  const { world } = configuring();
  const note = (at: number, ...fields: Exposed[]) => world.run(world.operator, 'note-exposure', { at, fields });
  note(9, open('Name'));
  expect(note(8).changes).toEqual([]);
  expect(Object.keys(world.portal.exposed)).toEqual(['Deals.Name']);
});
