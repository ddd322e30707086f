import type { Auth } from '../connection.ts';
import { signIn, SignInRefused } from '../sign-in.ts';
import type { Issue } from '../wire.ts';
import { givenToken, need, password, type Given } from './given.ts';

/** What the server said no to, with its code and its own sentence. */
export class Refusal extends Error {
  readonly code: string;
  readonly issues: readonly Issue[];
  constructor(code: string, message: string, issues: readonly Issue[] = []) {
    super(message);
    this.code = code;
    this.issues = issues;
  }
}
/** Nobody answers at the address. */
export class Unreachable extends Error {
  constructor(url: string, cause: unknown) {
    super(`Nothing answers at ${url}. \`genkan doctor\` says why.`, { cause });
  }
}

/** The server, as somebody who is signed in asks it. */
export type Door = {
  readonly url: string;
  readonly auth: Auth;
  get<T>(path: string): Promise<T>;
  post<T>(path: string, body: unknown, headers?: Readonly<Record<string, string>>): Promise<T>;
};

const pause = (ms: number): Promise<void> => new Promise((resolve) => setTimeout(resolve, ms));

async function asked<T>(url: string, path: string, init: RequestInit, again = 3): Promise<T> {
  const response = await fetch(new URL(path, url), init).catch((error: unknown) => {
    throw new Unreachable(url, error);
  });
  const isJson = response.headers.get('content-type')?.includes('json') ?? false;
  const answer = isJson ? await response.json() : null;
  if (response.ok) return answer;
  const code = String(answer?.code ?? response.status);
  if (code === 'behind' && again > 0) {
    await pause(200); // the node has not heard of its own head yet
    return asked(url, path, init, again - 1);
  }
  const sentence = answer?.message ?? `The server answers ${response.status} ${response.statusText}.`;
  throw new Refusal(code, String(sentence), answer?.issues);
}

async function authOf(url: string, given: Given): Promise<Auth> {
  const token = givenToken();
  if (token !== null) return async (why) => (why === 'start' ? token : null);
  const [portal, email] = [need(given, 'portal'), need(given, 'email')];
  try {
    return (await signIn(url, { portal, email, password: await password(email) })).auth;
  } catch (error) {
    if (error instanceof SignInRefused) throw new Refusal(error.code, error.message);
    throw error instanceof TypeError ? new Unreachable(url, error) : error;
  }
}

/** Signs in with what the line and the environment say. */
export async function openDoor(given: Given): Promise<Door> {
  const url = need(given, 'url');
  const auth = await authOf(url, given);
  const never = new AbortController().signal;
  const headers = async (): Promise<Record<string, string>> => ({
    authorization: `Bearer ${(await auth('start', never)) ?? ''}`,
  });
  return {
    url,
    auth,
    get: async (path) => asked(url, path, { headers: await headers() }),
    post: async (path, body, also = {}) =>
      asked(url, path, {
        method: 'POST',
        headers: { ...(await headers()), 'content-type': 'application/json', ...also },
        body: JSON.stringify(body),
      }),
  };
}
