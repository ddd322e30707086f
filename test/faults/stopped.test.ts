import { randomUUID } from 'node:crypto';
import { once } from 'node:events';
import { mkdtemp, rm } from 'node:fs/promises';
import { tmpdir } from 'node:os';
import { join } from 'node:path';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { demoPassword, demoSlug } from '@genkan/server/demo/sign-ins';
import { products } from '@genkan/server/demo/sales';
import { ask, Person, spawnServer, type Line, type SpawnedServer } from '../support/server.ts';

const rounds = Number(process.env['GENKAN_STOPS'] ?? 2);
/** The promise of SV4, in milliseconds. */
const patience = 10_000;
const generous = { COMMANDS_PER_SECOND: '100000', SIGN_INS_PER_ADDRESS: '1000', SIGN_INS_PER_ACCOUNT: '1000' };

type Sent = { readonly id: string; readonly by: number; answer: 'applied' | 'unavailable' | 'none' };

const inputOf = ({ id }: Sent): object => ({ module: 'Products', fields: { Name: id } });

/** What is sent while the process is asked to end: each command makes one product, named by the command's id. */
class Load {
  readonly sent: Sent[] = [];
  applied = 0;
  over = false;

  #next(by: number): Sent {
    const one: Sent = { id: randomUUID(), by, answer: 'none' };
    this.sent.push(one);
    return one;
  }

  #took(one: Sent, status: string): void {
    one.answer = status === 'applied' ? 'applied' : 'unavailable';
    if (one.answer === 'applied') this.applied += 1;
  }

  /** One request after another; ends with the first that is not applied, or with the connection. */
  async overHttp(person: Person, by: number): Promise<void> {
    while (!this.over) {
      const one = this.#next(by);
      const reply = await person.command('create-record', inputOf(one), one.id).catch(() => null);
      if (!reply) return;
      expect([200, 503]).toContain(reply.status);
      this.#took(one, reply.json.status ?? reply.json.code);
      if (one.answer !== 'applied') return;
    }
  }

  /** Several at a time on one socket; whatever the server says before it closes counts. */
  async overSocket(line: Line, by: number): Promise<void> {
    const closed = line.next('closed');
    const open = new Map<string, Sent>();
    line.socket.on('frame', (frame: { answers: { id: string; status: string; code?: string }[] }) => {
      for (const answer of frame.answers) {
        const one = open.get(answer.id);
        if (one) this.#took(one, answer.status === 'rejected' ? String(answer.code) : answer.status);
        if (answer.status === 'rejected') expect(answer.code).toBe('unavailable');
      }
    });
    const send = setInterval(() => {
      for (let n = 0; n < 4; n++) {
        const one = this.#next(by);
        open.set(one.id, one);
        line.emit('command', { id: one.id, name: 'create-record', input: inputOf(one) });
      }
    }, 10);
    line.socket.on('bye', () => clearInterval(send));
    await closed;
    clearInterval(send);
  }
}

describe('a process that is asked to end under load', () => {
  let folder: string;
  beforeAll(async () => {
    folder = await mkdtemp(join(tmpdir(), 'genkan-'));
  });
  afterAll(() => rm(folder, { recursive: true }));

  const open = (): Promise<SpawnedServer> => spawnServer({ DATA_DIR: folder, DEMO: 'true', ...generous });
  const enter = async (url: string, email: string): Promise<Person> => {
    const body = JSON.stringify({ portal: demoSlug, email, password: demoPassword });
    const headers = { 'content-type': 'application/json' };
    return new Person(url, (await ask(url, '/api/sign-in', { method: 'POST', headers, body })).json);
  };

  /** Asks it to end once so much was applied; how long that took. */
  async function stopUnder(server: SpawnedServer, load: Load): Promise<number> {
    while (load.applied < 40) await new Promise((next) => setTimeout(next, 5));
    const ended = once(server.process, 'exit');
    const asked = performance.now();
    server.process.kill('SIGTERM');
    const [code, signal] = await ended;
    expect([code, signal]).toEqual([0, null]);
    load.over = true;
    return performance.now() - asked;
  }

  const enterAll = (url: string): Promise<Person[]> =>
    Promise.all(['ann', 'tom', 'naoki'].map((name) => enter(url, `${name}@genkan.example.com`)));

  /** By the same senders under the same ids, at the next process: now all of it is done, and nothing twice. */
  async function repeatUnanswered(people: readonly Person[], sent: readonly Sent[]): Promise<void> {
    for (const one of sent.filter(({ answer }) => answer !== 'applied')) {
      const { status } = await people[one.by]!.command('create-record', inputOf(one), one.id);
      expect(status).toBe(200);
    }
  }

  test(
    `[SV4] [P11] [I8] ${rounds} times: exit 0 in time, nothing acknowledged lost, all else repeated with one effect`,
    async () => {
      let made = products;
      let server = await open();
      for (let round = 0; round < rounds; round++) {
        const people = await enterAll(server.url);
        const lines = await Promise.all(people.map((person) => person.connect()));
        const load = new Load();
        const running = [
          ...people.map((person, by) => load.overHttp(person, by)),
          ...lines.map((line, by) => load.overSocket(line, by)),
        ];
        expect(await stopUnder(server, load)).toBeLessThan(patience);
        await Promise.all(running);

        server = await open();
        const after = await enterAll(server.url);
        await repeatUnanswered(after, load.sent);
        made += load.sent.length;
        const names = new Set<string>();
        for (let cursor: string | null = ''; cursor !== null;) {
          const { json } = await after[0]!.get(`/api/records/Products?limit=200${cursor && `&cursor=${cursor}`}`);
          for (const { fields } of json.rows) names.add(fields.Name);
          cursor = json.next;
        }
        for (const { id } of load.sent) expect(names).toContain(id);
        expect((await after[0]!.get('/api/records/Products/count')).json).toEqual({ count: made });
      }
      expect(await server.close()).toBe(0);
    },
    60_000 + rounds * 30_000,
  );
});
