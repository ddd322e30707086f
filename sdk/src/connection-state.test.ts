import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import {
  backoffMs,
  begin,
  next,
  type ConnectionEffect,
  type ConnectionEvent,
  type ConnectionState,
} from './connection-state.ts';

const context = { now: 1_000_000, random: 0.5 };
const run = (
  events: readonly ConnectionEvent[],
  now = context.now,
): { state: ConnectionState; effects: readonly ConnectionEffect[] } => {
  let [state, effects] = begin;
  for (const event of events) [state, effects] = next(state, event, { ...context, now });
  return { state, effects };
};
const bye = (code: string, retryAfterMs: number | null = null): ConnectionEvent => ({
  type: 'bye',
  code,
  message: `because ${code}`,
  retryAfterMs,
});
const token: ConnectionEvent = { type: 'token', token: 'T' };
const live: ConnectionEvent[] = [token, { type: 'welcome' }, { type: 'caught-up' }];

const anyEvent: fc.Arbitrary<ConnectionEvent> = fc.oneof(
  fc.constantFrom<ConnectionEvent>(
    token,
    { type: 'token', token: null },
    { type: 'token-failed' },
    { type: 'token-due' },
    { type: 'welcome' },
    { type: 'caught-up' },
    { type: 'lost' },
    { type: 'violation' },
    { type: 'retry' },
    { type: 'wake' },
  ),
  fc.constantFrom('unauthenticated', 'forbidden', 'incompatible', 'behind', 'unavailable').map((code) => bye(code)),
);

describe('whatever happens in whatever order', () => {
  test('[SD13] there is at most one connection, and what is shut is never spoken through', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        let open = false;
        let state: ConnectionState = begin[0];
        for (const event of events) {
          const [to, effects] = next(state, event, context);
          for (const effect of effects) {
            if (effect.do === 'open') open = true;
            if (effect.do === 'shut') open = false;
            if (effect.do === 'renew' || effect.do === 'ask-caught-up')
              expect(['catching-up', 'live']).toContain(to.state);
          }
          if (['offline', 'needs-auth', 'revoked', 'incompatible', 'closed'].includes(to.state))
            expect(open).toBe(false);
          state = to;
        }
      }),
    );
  });

  test('[SD13] a state that time can mend has a next step under way', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), (events) => {
        let state: ConnectionState = begin[0];
        let underWay = new Set<string>(['ask-token']);
        for (const event of events) {
          const [to, effects] = next(state, event, context);
          if (to !== state) underWay = new Set();
          for (const effect of effects) underWay.add(effect.do);
          if (to.state === 'offline') expect(underWay).toContain('wait');
          if (to.state === 'connecting') expect(underWay).toContain('ask-token');
          state = to;
        }
      }),
    );
  });

  test('[SD13] closed is for good', () => {
    fc.assert(
      fc.property(fc.array(anyEvent), fc.array(anyEvent), (before, after) => {
        expect(run([...before, { type: 'close' }]).effects).toEqual([{ do: 'shut' }]);
        expect(run([...before, { type: 'close' }, ...after]).state).toEqual({ state: 'closed' });
      }),
    );
  });

  test('[SD13] the wait doubles from half a second to half a minute, half of it by chance', () => {
    expect([0, 1, 2, 20].map((attempt) => backoffMs(attempt, 0))).toEqual([250, 500, 1000, 15_000]);
    fc.assert(
      fc.property(fc.nat(100), fc.double({ min: 0, max: 1, noNaN: true }), (attempt, random) => {
        expect(backoffMs(attempt, random)).toBeLessThanOrEqual(30_000);
        expect(backoffMs(attempt, random)).toBeGreaterThanOrEqual(250);
      }),
    );
  });
});

describe('the usual way', () => {
  test('[SD13] token, welcome, caught up: live', () => {
    expect(run([token]).effects).toContainEqual({ do: 'open', token: 'T' });
    expect(run([token, { type: 'welcome' }])).toMatchObject({
      state: { state: 'catching-up' },
      effects: [{ do: 'ask-caught-up' }],
    });
    expect(run(live).state).toMatchObject({ state: 'live' });
  });

  test('[SD13] a lost connection is tried again after a wait, or at once when woken', () => {
    expect(run([...live, { type: 'lost' }])).toMatchObject({
      state: { state: 'offline', attempt: 1, retryAt: context.now + 375 },
      effects: [{ do: 'shut' }, { do: 'wait', ms: 375 }],
    });
    expect(run([...live, { type: 'lost' }, { type: 'wake' }]).effects).toContainEqual({
      do: 'ask-token',
      why: 'start',
    });
  });

  test('[SD13] a server that says when to come back is taken at its word', () => {
    expect(run([...live, bye('unavailable', 1234)]).effects).toContainEqual({ do: 'wait', ms: 1234 });
  });

  test('[SD3] after a violation what is held is forgotten before the next connection', () => {
    expect(run([...live, { type: 'violation' }]).effects.map((effect) => effect.do)).toEqual([
      'forget',
      'shut',
      'wait',
    ]);
  });

  test('[SD13] losses in quick succession wait longer, a steady while begins anew', () => {
    const twice: ConnectionEvent[] = [...live, { type: 'lost' }, { type: 'retry' }, ...live, { type: 'lost' }];
    expect(run(twice).state).toMatchObject({ state: 'offline', attempt: 2 });
    const { state } = run(live, 0);
    expect(next(state, { type: 'lost' }, { now: 60_000, random: 0 })[0]).toMatchObject({ attempt: 1 });
  });
});

describe('who may come in', () => {
  test('[SD14] a refused token is asked for anew once, a second refusal needs a person', () => {
    expect(run([token, bye('unauthenticated')])).toMatchObject({
      state: { state: 'connecting', refused: true },
      effects: [{ do: 'shut' }, { do: 'ask-token', why: 'revoked' }],
    });
    expect(run([token, bye('unauthenticated'), token, bye('unauthenticated')]).state).toMatchObject({
      state: 'needs-auth',
    });
  });

  test('[SD14] nobody signed in needs a person, and waking asks again', () => {
    expect(run([{ type: 'token', token: null }])).toMatchObject({
      state: { state: 'needs-auth' },
      effects: [{ do: 'forget' }, { do: 'shut' }],
    });
    expect(run([...live, { type: 'token-due' }, { type: 'token', token: null }]).state.state).toBe('needs-auth');
    expect(run([{ type: 'token', token: null }, { type: 'wake' }]).effects).toContainEqual({
      do: 'ask-token',
      why: 'start',
    });
  });

  test('[SD15] sent away for good, or another protocol: no knocking', () => {
    expect(run([...live, bye('forbidden'), { type: 'retry' }]).state).toEqual({
      state: 'revoked',
      reason: 'because forbidden',
    });
    expect(run([...live, bye('forbidden')]).effects).toEqual([{ do: 'forget' }, { do: 'shut' }]);
    expect(run([token, bye('incompatible'), { type: 'retry' }, { type: 'wake' }]).state.state).toBe('incompatible');
  });

  test('[SD16] a token that runs out is renewed in place', () => {
    expect(run([...live, { type: 'token-due' }]).effects).toEqual([{ do: 'ask-token', why: 'expiring' }]);
    const renewed = run([...live, { type: 'token-due' }, { type: 'token', token: 'U' }]);
    expect(renewed).toMatchObject({ state: { state: 'live' }, effects: [{ do: 'renew', token: 'U' }] });
  });

  test('[SD16] a renewal that fails for want of a network does not end the connection', () => {
    expect(run([...live, { type: 'token-due' }, { type: 'token-failed' }]).state.state).toBe('live');
  });
});
