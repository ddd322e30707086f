import { afterEach, beforeEach, expect, test } from '@jest/globals';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { cookieAuth, signIn, SignInRefused } from './sign-in.ts';

/** A door that hands out numbered tokens, takes each refresh token once, and lives a second per access token. */
class Door {
  readonly server: Server = createServer((request, response) => {
    let text = '';
    request.on('data', (part: Buffer) => (text += part.toString()));
    request.on('end', () => {
      const [status, answer] = this.#answer(request.url ?? '', JSON.parse(text), request.headers.authorization);
      response.writeHead(status, { 'content-type': 'application/json' }).end(answer && JSON.stringify(answer));
    });
  });
  readonly spent: string[] = [];
  ended: string | undefined;
  life = 600;
  /** What a browser would send along by itself. */
  cookie = false;
  #turn = 0;

  #answer(path: string, body: Record<string, string>, authorization: string | undefined): [number, object | null] {
    const refused: [number, object] = [401, { code: 'unauthenticated', message: 'Check both.' }];
    if (path === '/api/sign-out') return ((this.ended = authorization), [204, null]);
    if (path === '/api/sign-in' && body.password !== 'right') return refused;
    if (path === '/api/refresh') {
      if (this.cookie ? body.refresh : body.refresh !== `refresh-${this.#turn}`) return refused;
      this.spent.push(body.refresh ?? 'cookie');
      this.cookie = false;
    }
    this.#turn += 1;
    const member = { id: 'm', kind: 'portal-user' };
    return [
      200,
      { access: `access-${this.#turn}`, refresh: `refresh-${this.#turn}`, expiresIn: this.life, portal: 'p', member },
    ];
  }
}

let door: Door;
let url: string;
const signal = new AbortController().signal;
beforeEach(async () => {
  door = new Door();
  await new Promise<void>((resolve) => door.server.listen(0, '127.0.0.1', resolve));
  url = `http://127.0.0.1:${(door.server.address() as AddressInfo).port}`;
});
afterEach(() => new Promise((resolve) => door.server.close(resolve)));

const who = { portal: 'acme', email: 'a@example.com', password: 'right' };

test('[SD22] the access token is used while it is good, and renewed when it is not or was refused', async () => {
  const session = await signIn(url, who);
  expect(await session.auth('start', signal)).toBe('access-1');
  expect(await session.auth('start', signal)).toBe('access-1');
  expect(await session.auth('expiring', signal)).toBe('access-2');
  expect(await session.auth('revoked', signal)).toBe('access-3');
  expect(door.spent).toEqual(['refresh-1', 'refresh-2']);
});

test('[SD22] who asks at the same time shares one renewal', async () => {
  door.life = 0;
  const session = await signIn(url, who);
  const tokens = await Promise.all([session.auth('start', signal), session.auth('expiring', signal)]);
  expect(tokens).toEqual(['access-2', 'access-2']);
  expect(door.spent).toEqual(['refresh-1']);
});

test('[SD22] a wrong password is refused with the sentence of the server', async () => {
  await expect(signIn(url, { ...who, password: 'wrong' })).rejects.toEqual(
    new SignInRefused('unauthenticated', 'Check both.'),
  );
});

test('[SD22] after signing out there are no tokens, and the server was told', async () => {
  const session = await signIn(url, who);
  await session.signOut();
  expect(door.ended).toBe('Bearer access-1');
  expect(await session.auth('start', signal)).toBeNull();
});

test('[SD22] a session that was ended elsewhere gives null, a server that cannot be reached an error', async () => {
  const session = await signIn(url, who);
  const other = await signIn(url, who); // the door knows one session: the first one's refresh token is void now
  expect(await session.auth('expiring', signal)).toBeNull();
  await new Promise((resolve) => door.server.close(resolve));
  await expect(other.auth('expiring', signal)).rejects.toThrow();
});

test('[SD22] who comes back by cookie is let in once somebody hears it', async () => {
  const auth = cookieAuth(url);
  expect(await auth('start', signal)).toBeNull();
  door.cookie = true;
  expect(await auth('start', signal)).toBe('access-1');
  expect(await auth('start', signal)).toBe('access-1');
  expect(await auth('expiring', signal)).toBe('access-2');
  await expect(cookieAuth('http://127.0.0.1:9')('start', signal)).rejects.toThrow();
});
