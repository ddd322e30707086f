import { expect, test } from '@jest/globals';
import { Given } from './given.ts';
import { History } from './history.ts';

test('[PR1] answers that come out of order are folded in the order of their sequences', () => {
  const given = new Given();
  const deal = given.record('Deals', { Name: 'a' });
  const history = new History(given.history.now);
  const rename = (sequence: number, Name: string) =>
    history.add({
      sequence,
      by: 'x',
      command: { name: 'update-record', input: { module: 'Deals', id: deal, set: { Name } } },
      result: {},
    });
  rename(7, 'third');
  rename(3, 'first');
  rename(5, 'second');
  const names = [2, 3, 4, 5, 6, 7].map((at) => history.at(at).rows.get(deal)?.fields['Name']);
  expect(names).toEqual(['a', 'first', 'first', 'second', 'second', 'third']);
});
