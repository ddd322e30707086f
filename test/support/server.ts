/**
 * A real server for tests, in this process or as a child.
 *
 *   const server = await startServer({ database: 'memory' });        // or 'pglite', or 'postgres' (DATABASE_URL)
 *   const acme = await server.found({ slug: 'acme' });               // a portal with an administrator
 *   const ann = await server.signIn('acme', acme.email, acme.password);
 *   await ann.post('/api/commands/create-record', {...});            // HTTP as ann
 *   const socket = await ann.connect();                              // socket.io-client, as ann
 *   await server.close();
 *
 *   const child = await spawnServer({ DATA_DIR: folder });           // a process of its own, from the sources
 *   child.process.kill('SIGKILL');                                   // ... and again on the same folder
 *
 * `memory` is the plain log without a database: quickest. `pglite` is the embedded database in memory. `postgres` makes
 * a database of its own on the server of TEST_DATABASE_URL (default: 127.0.0.1) and drops it on close.
 */
import { spawn, type ChildProcess } from 'node:child_process';
import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { createInterface } from 'node:readline';
import { fileURLToPath } from 'node:url';
import { io, type Socket } from 'socket.io-client';
import { HintsInProcess } from '@genkan/log/hints-in-process';
import { readConfig } from '@genkan/server/configuration/config';
import { openDoors } from '@genkan/server/doors';
import { foundPortal, run } from '@genkan/server/found-portal';
import { embeddedGround, groundOn, memoryGround, openGround } from '@genkan/server/ground';
import { openHouse, type Ground, type House } from '@genkan/server/house';
import type { Limit } from '@genkan/server/admission/limits';
import { traceTo } from '@genkan/server/operating/trace';
import { freshPglite, freshPostgres } from '../../libs/log/src/test/databases.ts';

/** What came over the wire, before a test has said what it expects. */
// eslint-disable-next-line @typescript-eslint/no-explicit-any
export type Loose = any;

export type StartOptions = {
  readonly database?: 'memory' | 'pglite' | 'postgres';
  /** A migrated PostgreSQL database to share with other servers, which is not dropped: one node of several. */
  readonly databaseUrl?: string;
  /** Puts something between the server and what it stands on: a log that fails, hints that are lost. */
  readonly wrap?: (ground: Ground) => Ground;
  readonly limit?: Limit;
  readonly env?: Readonly<Record<string, string>>;
};
/** So many that no test meets them unless it asks for the real ones. */
export const generous: Limit = { commandsPerSecond: 100_000, signInsPerAccount: 10_000, signInsPerAddress: 10_000 };

export type Reply = { readonly status: number; readonly headers: Headers; readonly text: string; readonly json: Loose };

export async function ask(url: string, path: string, init: RequestInit = {}): Promise<Reply> {
  const response = await fetch(new URL(path, url), init);
  const text = await response.text();
  const isJson = /json/.test(response.headers.get('content-type') ?? '');
  return { status: response.status, headers: response.headers, text, json: isJson ? JSON.parse(text) : null };
}

/** A signed-in member at the doors. */
export class Person {
  readonly url: string;
  readonly id: string;
  readonly portal: string;
  readonly access: string;
  readonly refresh: string;

  constructor(url: string, signedIn: { access: string; refresh: string; portal: string; member: { id: string } }) {
    this.url = url;
    this.id = signedIn.member.id;
    this.portal = signedIn.portal;
    this.access = signedIn.access;
    this.refresh = signedIn.refresh;
  }

  get(path: string, headers: Record<string, string> = {}): Promise<Reply> {
    return ask(this.url, path, { headers: { authorization: `Bearer ${this.access}`, ...headers } });
  }

  post(path: string, body: unknown, headers: Record<string, string> = {}): Promise<Reply> {
    const own = { authorization: `Bearer ${this.access}`, 'content-type': 'application/json' };
    return ask(this.url, path, { method: 'POST', headers: { ...own, ...headers }, body: JSON.stringify(body) });
  }

  command(name: string, input: unknown, id: string = randomUUID()): Promise<Reply> {
    return this.post(`/api/commands/${name}`, input, { 'idempotency-key': id });
  }

  /** A socket that was welcomed; every message it got is in `heard`, in order. */
  async connect(hello: object = {}): Promise<Line> {
    const line = new Line(this.url, { protocol: 1, token: this.access, ...hello });
    await line.next('welcome');
    return line;
  }
}

type Heard = { readonly event: string; readonly message: Loose };

/** A raw socket with everything it heard, in order. */
export class Line {
  readonly socket: Socket;
  readonly heard: Heard[] = [];
  readonly #waiting = new Set<() => void>();

  constructor(url: string, auth: object, options: object = {}) {
    this.socket = io(url, {
      auth,
      forceNew: true,
      reconnection: false,
      transports: ['websocket'],
      extraHeaders: { origin: url },
      ...options,
    });
    const note = (event: string, message: unknown): void => {
      this.heard.push({ event, message });
      for (const woken of [...this.#waiting]) woken();
    };
    this.socket.onAny((event: string, message: unknown) => note(event, message));
    this.socket.on('connect_error', (error: Error & { data?: unknown }) =>
      note('refused', { message: error.message, ...Object(error.data) }),
    );
    this.socket.on('disconnect', (reason) => note('closed', { reason }));
  }

  /** The first message of this kind, from `after` in `heard` on, that `fits`; waits for it. */
  next(event: string, fits: (message: Loose) => boolean = () => true, after = 0): Promise<Loose> {
    return new Promise((resolve) => {
      const look = (): void => {
        const found = this.heard.slice(after).find((one) => one.event === event && fits(one.message));
        if (!found) return;
        this.#waiting.delete(look);
        resolve(found.message);
      };
      this.#waiting.add(look);
      look();
    });
  }

  emit(event: string, message: unknown): void {
    this.socket.emit(event, message);
  }

  ask(event: string, message: unknown): Promise<Loose> {
    return this.socket.emitWithAck(event, message);
  }

  /** Sends a command and gives its answer, which comes in a frame. */
  async command(name: string, input: unknown, id: string = randomUUID()): Promise<Loose> {
    const from = this.heard.length;
    this.emit('command', { id, name, input });
    const has = (frame: Loose): boolean => frame.answers.some((answer: Loose) => answer.id === id);
    return (await this.next('frame', has, from)).answers.find((answer: Loose) => answer.id === id);
  }

  /** Subscribes and gives all rows of the first picture. */
  async subscribe(module: string): Promise<Loose[]> {
    const from = this.heard.length;
    this.emit('subscribe', { module });
    await this.next('snapshot', (page) => page.module === module && !page.more, from);
    return this.heard
      .slice(from)
      .filter(({ event, message }) => event === 'snapshot' && message.module === module)
      .flatMap(({ message }) => message.rows);
  }

  /** Resolves when the transport has let go too. */
  async close(): Promise<void> {
    const { engine } = this.socket.io;
    const closed = engine.readyState === 'closed' ? null : new Promise((resolve) => engine.once('close', resolve));
    this.socket.disconnect();
    await closed;
  }
}

export type TestPortal = {
  readonly id: string;
  readonly administrator: string;
  readonly email: string;
  readonly password: string;
};
export const testPassword = 'a password for tests';

export type TestServer = {
  readonly url: string;
  readonly house: House;
  /** The routes Express has, as Nest laid them. */
  readonly routes: readonly { readonly method: string; readonly path: string }[];
  found(options?: { slug?: string }): Promise<TestPortal>;
  /** A command of a member, straight to the directory; a refusal is thrown. */
  run(portal: string, member: string | null, name: string, input: unknown): Promise<Loose>;
  setPassword(portal: string, member: string): Promise<void>;
  signIn(slug: string, email: string, password?: string): Promise<Person>;
  close(): Promise<void>;
};

/** What the server stands on, and how to be rid of it. */
async function groundFor(database: NonNullable<StartOptions['database']>): Promise<Ground> {
  switch (database) {
    case 'memory':
      return memoryGround();
    case 'pglite':
      return embeddedGround(await freshPglite());
    case 'postgres': {
      const fresh = await freshPostgres();
      return groundOn(fresh, new HintsInProcess(), { databaseUrl: fresh.url });
    }
  }
}

export async function startServer({
  database = 'memory',
  databaseUrl,
  wrap = (ground) => ground,
  limit = generous,
  env = {},
}: StartOptions = {}): Promise<TestServer> {
  const config = readConfig({
    PORT: '0',
    LOG_LEVEL: 'error',
    SECRET_KEY: 'a secret for tests, long enough to be one',
    ...env,
  });
  const trace = traceTo(config.LOG_LEVEL);
  const ground = (): Promise<Ground> =>
    databaseUrl === undefined ? groundFor(database) : openGround({ ...config, DATABASE_URL: databaseUrl }, trace);
  const house = await openHouse(config, wrap(await ground()), trace, { limit });
  const doors = await openDoors(house);
  const { url } = doors;
  return {
    url,
    house,
    routes: doors.routes,
    async found({ slug = 'acme' } = {}) {
      const administrator = { email: `admin@${slug}.example.com`, name: 'Admin Example' };
      const founded = await foundPortal(house, {
        company: `${slug} company`,
        slug,
        administrator,
        password: testPassword,
      });
      return {
        id: founded.portal,
        administrator: founded.administrator,
        email: administrator.email,
        password: testPassword,
      };
    },
    run: (portal, member, name, input) => run(house, portal, member, name, input),
    setPassword: (portal, member) => house.signIn.setPassword(portal, member, testPassword),
    async signIn(slug, email, password = testPassword) {
      const body = JSON.stringify({ portal: slug, email, password });
      const reply = await ask(url, '/api/sign-in', {
        method: 'POST',
        headers: { 'content-type': 'application/json' },
        body,
      });
      if (reply.status !== 200) throw new Error(`sign-in answered ${reply.status} ${reply.text}`);
      return new Person(url, reply.json);
    },
    close: () => doors.close(),
  };
}

export type SpawnedServer = {
  readonly url: string;
  readonly process: ChildProcess;
  /** Lines of the log so far, and those to come. */
  readonly lines: readonly string[];
  /** Asks it to end; its exit code. */
  close(): Promise<number | null>;
};

const here = (path: string): string => fileURLToPath(new URL(path, import.meta.url));

/** Starts `script` of the server from its sources, under this very Node. */
export const spawnScript = (script: string, env: Record<string, string>, args: readonly string[] = []): ChildProcess =>
  spawn(
    process.execPath,
    ['--conditions=source', '--import', here('./loader.mjs'), here(`../../apps/server/src/${script}`), ...args],
    { env: { PATH: process.env['PATH'], ...env }, stdio: ['ignore', 'pipe', 'pipe'] },
  );

/** A server in a process of its own; the environment is its whole configuration. Resolves when it serves. */
export async function spawnServer(env: Record<string, string> = {}): Promise<SpawnedServer> {
  const child = spawnScript('main.ts', { PORT: '0', DEMO: 'false', DATA_DIR: 'memory', ...env });
  const lines: string[] = [];
  child.stderr?.on('data', (chunk: Buffer) => lines.push(chunk.toString()));
  const url = await new Promise<string>((resolve, reject) => {
    child.once('exit', (code) => reject(new Error(`the server ended with ${code}: ${lines.join('')}`)));
    createInterface({ input: child.stdout! }).on('line', (line) => {
      lines.push(line);
      if (line.includes('"event":"serving"')) resolve(JSON.parse(line).url);
    });
  });
  return {
    url,
    process: child,
    lines,
    async close() {
      const ended = once(child, 'exit');
      child.kill('SIGTERM');
      return (await ended)[0];
    },
  };
}
