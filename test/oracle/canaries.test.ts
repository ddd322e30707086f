import { describe, expect, test } from '@jest/globals';
import { canary, leaksOf, whereabouts } from './canaries.ts';
import { Given, none, tab } from './given.ts';

function portal() {
  const given = new Given();
  const me = given.record('Contacts', { Name: canary(1) });
  const member = given.member(given.type({ Deals: tab(['Name', 'Agent'], [{ kind: 'all', ...none }]) }), me);
  const deal = given.record('Deals', { Name: canary(2), Secret: canary(3) });
  const leaks = (text: string, at = given.history.now, excused: string[] = []) =>
    leaksOf(text, at, member, new Set(excused));
  return { given, me, deal, leaks };
}

describe('the leak oracle catches', () => {
  test('[PR5] a hidden field, a hidden record, a hidden id, wherever in the bytes they stand', () => {
    const { leaks, me } = portal();
    expect(leaks(`42["frame",{"x":"${canary(3)}"}]`)).toEqual([canary(3)]);
    expect(leaks(`{"message":"there is ${canary(1)} already"}`)).toEqual([canary(1)]);
    expect(leaks(`["${me}"]`)).toEqual([me]);
  });

  test('[PR5] nothing in what is seen, nor in what the receiver sent himself', () => {
    const { leaks, deal } = portal();
    expect(leaks(`{"id":"${deal}","Name":"${canary(2)}"}`)).toEqual([]);
    expect(leaks(canary(9), undefined, [canary(9)])).toEqual([]);
  });

  test('[PR5] a former value at a later sequence, and a later value at a former one', () => {
    const { given, leaks, deal } = portal();
    const then = given.history.now;
    given.did({ name: 'update-record', input: { module: 'Deals', id: deal, set: { Name: canary(4) } } });
    expect([leaks(canary(2)), leaks(canary(4)), leaks(canary(4), then), leaks(canary(2), then)]).toEqual([
      [canary(2)],
      [],
      [canary(4)],
      [],
    ]);
  });

  test('[PR5] the target of a visible lookup is its id and nothing else', () => {
    const { given, leaks, deal } = portal();
    const agent = given.record('Agents', { Name: canary(5) });
    given.did({ name: 'update-record', input: { module: 'Deals', id: deal, set: { Agent: agent } } });
    expect([leaks(agent), leaks(canary(5))]).toEqual([[], [canary(5)]]);
  });

  test('[PR5] and says where what leaked belongs', () => {
    const { given, deal } = portal();
    expect(whereabouts(given.history.now, canary(3))).toContain(`Deals ${deal}`);
    expect(whereabouts(given.history.now, canary(8))).toContain('no present value');
  });
});
