/**
 * The client's life. Each value has what it needs and nothing else; `attempt` counts tries since the last time things
 * went well, `refused` says that the token before this one was refused.
 */
export type ConnectionState =
  | { readonly state: 'connecting'; readonly attempt: number; readonly refused: boolean }
  | { readonly state: 'catching-up'; readonly attempt: number }
  | { readonly state: 'live'; readonly attempt: number; readonly since: number }
  | { readonly state: 'offline'; readonly attempt: number; readonly retryAt: number }
  | { readonly state: 'needs-auth'; readonly reason: string }
  | { readonly state: 'revoked'; readonly reason: string }
  | { readonly state: 'incompatible'; readonly reason: string }
  | { readonly state: 'closed' };

export type ConnectionEvent =
  /** The answer of `auth`; null: there is nobody signed in. */
  | { readonly type: 'token'; readonly token: string | null }
  | { readonly type: 'token-failed' }
  | { readonly type: 'token-due' }
  | { readonly type: 'welcome' }
  | { readonly type: 'caught-up' }
  /** The server said why: refused at the door, or sent away later. */
  | { readonly type: 'bye'; readonly code: string; readonly message: string; readonly retryAfterMs: number | null }
  | { readonly type: 'lost' }
  /** The server contradicted itself: what is held cannot be trusted. */
  | { readonly type: 'violation' }
  | { readonly type: 'retry' }
  /** The application asks again after `needs-auth`, or the network is said to be back. */
  | { readonly type: 'wake' }
  | { readonly type: 'close' };

export type ConnectionEffect =
  | { readonly do: 'ask-token'; readonly why: 'start' | 'expiring' | 'revoked' }
  | { readonly do: 'open'; readonly token: string }
  | { readonly do: 'renew'; readonly token: string }
  | { readonly do: 'shut' }
  | { readonly do: 'ask-caught-up' }
  | { readonly do: 'forget' }
  /** A `retry` event in so many ms; a new one replaces the old. */
  | { readonly do: 'wait'; readonly ms: number };

export type Step = readonly [state: ConnectionState, effects: readonly ConnectionEffect[]];
type Context = { readonly now: number; readonly random: number };

/** A connection that greets nobody for so long is given up. */
export const greetingMs = 20_000;
/** Live for so long: things go well, the next loss starts from the shortest wait. */
export const steadyMs = 10_000;

export const begin: Step = [{ state: 'connecting', attempt: 0, refused: false }, [{ do: 'ask-token', why: 'start' }]];

/** Doubling from half a second to half a minute, half of it by chance, so that a crowd does not come back at once. */
export const backoffMs = (attempt: number, random: number): number =>
  Math.min(30_000, 500 * 2 ** Math.min(attempt, 10)) * (0.5 + random / 2);

/** One step of the client's life. Pure; what does not concern a state leaves it as it is. */
export function next(from: ConnectionState, event: ConnectionEvent, context: Context): Step {
  if (from.state === 'closed') return [from, []];
  if (event.type === 'close') return [{ state: 'closed' }, [{ do: 'shut' }]];
  switch (from.state) {
    case 'connecting':
      return connecting(from, event, context);
    case 'catching-up':
    case 'live':
      return connected(from, event, context);
    case 'offline':
      return event.type === 'retry' || event.type === 'wake' ? again(from.attempt, false, 'start') : [from, []];
    case 'needs-auth':
    case 'revoked':
      return event.type === 'wake' ? again(0, false, 'start') : [from, []];
    case 'incompatible':
      return [from, []];
    default:
      return from satisfies never;
  }
}

type Connecting = Extract<ConnectionState, { state: 'connecting' }>;
type Connected = Extract<ConnectionState, { state: 'catching-up' | 'live' }>;

function connecting(from: Connecting, event: ConnectionEvent, context: Context): Step {
  switch (event.type) {
    case 'token':
      if (event.token === null) return needsAuth(signedOut);
      return [
        from,
        [
          { do: 'open', token: event.token },
          { do: 'wait', ms: greetingMs },
        ],
      ];
    case 'welcome':
      return [{ state: 'catching-up', attempt: from.attempt }, [{ do: 'ask-caught-up' }]];
    case 'bye':
      return sentAway(event, from.refused, from.attempt, context);
    case 'token-failed':
    case 'lost':
    case 'retry':
      return offline(from.attempt, null, context);
    default:
      return [from, []];
  }
}

function connected(from: Connected, event: ConnectionEvent, context: Context): Step {
  switch (event.type) {
    case 'caught-up':
      return from.state === 'live' ? [from, []] : [{ state: 'live', attempt: from.attempt, since: context.now }, []];
    case 'token-due':
      return [from, [{ do: 'ask-token', why: 'expiring' }]];
    case 'token':
      if (event.token === null) return needsAuth(signedOut);
      return [from, [{ do: 'renew', token: event.token }]];
    case 'bye':
      return sentAway(event, false, attemptAfter(from, context), context);
    case 'lost':
      return offline(attemptAfter(from, context), null, context);
    case 'violation': {
      const [state, effects] = offline(attemptAfter(from, context), null, context);
      return [state, [{ do: 'forget' }, ...effects]];
    }
    default:
      return [from, []];
  }
}

const signedOut = 'Nobody is signed in. Sign in again.';

/** Who is no longer signed in keeps nothing of what he saw. */
const needsAuth = (reason: string): Step => [{ state: 'needs-auth', reason }, [{ do: 'forget' }, { do: 'shut' }]];

const attemptAfter = (from: Connected, { now }: Context): number =>
  from.state === 'live' && now - from.since >= steadyMs ? 0 : from.attempt;

const again = (attempt: number, refused: boolean, why: 'start' | 'expiring' | 'revoked'): Step => [
  { state: 'connecting', attempt, refused },
  [{ do: 'shut' }, { do: 'ask-token', why }],
];

function offline(attempt: number, retryAfterMs: number | null, { now, random }: Context): Step {
  const ms = retryAfterMs ?? backoffMs(attempt, random);
  return [{ state: 'offline', attempt: attempt + 1, retryAt: now + ms }, [{ do: 'shut' }, { do: 'wait', ms }]];
}

type Bye = Extract<ConnectionEvent, { type: 'bye' }>;

/** A closed reading of why: what a fresh token can mend, what only a person can, and all else that time mends. */
function sentAway({ code, message, retryAfterMs }: Bye, refused: boolean, attempt: number, context: Context): Step {
  switch (code) {
    case 'unauthenticated':
      return refused ? needsAuth(message) : again(attempt, true, 'revoked');
    case 'forbidden':
    case 'revoked':
      return [{ state: 'revoked', reason: message }, [{ do: 'forget' }, { do: 'shut' }]];
    case 'incompatible':
      return [{ state: 'incompatible', reason: message }, [{ do: 'shut' }]];
    default:
      return offline(attempt, retryAfterMs, context);
  }
}
