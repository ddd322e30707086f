import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Subscriptions } from './subscriptions.ts';

function desk() {
  const asked: string[] = [];
  const letGo: (() => void)[] = [];
  const refusals: (() => void)[] = [];
  const state = { connected: true, tabs: new Set(['Deals', 'Cases']) };
  const subscriptions = new Subscriptions({
    exists: (module) => state.tabs.has(module),
    subscribe: (module, refused) => state.connected && asked.push(`+${module}`) > 0 && refusals.push(refused) > 0,
    unsubscribe: (module, left) => state.connected && asked.push(`-${module}`) > 0 && letGo.push(left) > 0,
  });
  return { asked, letGo, refusals, state, subscriptions };
}

test('[SD17] a module is asked for by the first who wants it and left by the last', () => {
  const { asked, subscriptions } = desk();
  expect([subscriptions.take('Deals'), subscriptions.take('Deals')]).toEqual([true, false]);
  expect([subscriptions.release('Deals'), subscriptions.release('Deals')]).toEqual([false, true]);
  expect(asked).toEqual(['+Deals', '-Deals']);
});

test('[SD17] what is being left is asked for again only when the server has let go', () => {
  const { asked, letGo, subscriptions } = desk();
  subscriptions.take('Deals');
  subscriptions.release('Deals');
  subscriptions.take('Deals');
  expect(asked).toEqual(['+Deals', '-Deals']);
  letGo[0]?.();
  expect(asked).toEqual(['+Deals', '-Deals', '+Deals']);
});

test('[SD2] a resumed connection is asked only for what it did not bring along', () => {
  const { asked, state, subscriptions } = desk();
  subscriptions.take('Deals');
  state.connected = false;
  subscriptions.take('Cases');
  state.connected = true;
  subscriptions.connected(['Deals']);
  expect(asked).toEqual(['+Deals', '+Cases']);
});

test('[SD2] what a resumed connection brought along and nobody wants any more is left', () => {
  const { asked, state, subscriptions } = desk();
  subscriptions.take('Deals');
  state.connected = false;
  subscriptions.release('Deals');
  state.connected = true;
  subscriptions.connected(['Deals']);
  expect(asked).toEqual(['+Deals', '-Deals']);
});

test('[SD4] a tab that comes is asked for when it is wanted, one that goes is not', () => {
  const { asked, state, subscriptions } = desk();
  state.tabs.delete('Deals');
  subscriptions.take('Deals');
  expect(asked).toEqual([]);
  state.tabs.add('Deals');
  subscriptions.rightsChanged();
  expect(asked).toEqual(['+Deals']);
});

test('[SD4] a tab that goes stays subscribed: the server fills it when it comes back', () => {
  const { asked, state, subscriptions } = desk();
  subscriptions.take('Deals');
  state.tabs.delete('Deals');
  subscriptions.rightsChanged();
  state.tabs.add('Deals');
  subscriptions.rightsChanged();
  expect(asked).toEqual(['+Deals']);
});

test('[SD4] what the server refused is asked for again when rights change', () => {
  const { asked, refusals, subscriptions } = desk();
  subscriptions.take('Deals');
  refusals[0]?.();
  expect(subscriptions.refused('Deals')).toBe(true);
  subscriptions.rightsChanged();
  expect([asked, subscriptions.refused('Deals')]).toEqual([['+Deals', '+Deals'], false]);
});

test('[SD17] whatever happens, the server is told to begin and to end in turn', () => {
  const step = fc.constantFrom('take', 'release', 'let-go', 'rights');
  fc.assert(
    fc.property(fc.array(step), (steps) => {
      const { asked, letGo, subscriptions } = desk();
      let wanted = 0;
      for (const each of steps) {
        if (each === 'take') wanted += 1;
        else if (each === 'release') wanted = Math.max(0, wanted - 1);
        if (each === 'take') subscriptions.take('Deals');
        else if (each === 'release') subscriptions.release('Deals');
        else if (each === 'rights') subscriptions.rightsChanged();
        else letGo.shift()?.();
      }
      while (letGo.length > 0) letGo.shift()?.();
      expect(asked).toEqual(asked.map((_, at) => (at % 2 === 0 ? '+Deals' : '-Deals')));
      expect(asked.at(-1) === '+Deals').toBe(wanted > 0);
    }),
  );
});
