import type { CredentialStore } from '@genkan/identity/credential-store';
import pg from 'pg';
import { freshPostgresUrl } from '../../libs/log/src/test/databases.ts';
import { tokensOf } from '../../libs/testing/src/tokens.ts';
import { applyFrame, applySnapshot, voided, type Frame, type Replica, type Snapshot } from '../oracle/replica.ts';
import { Line, startServer, type Loose, type TestServer } from '../support/server.ts';

const secret = 'a secret for many members, long enough';
const inBatches = async <T, R>(all: readonly T[], size: number, make: (one: T) => Promise<R>): Promise<R[]> => {
  const made: R[] = [];
  for (let from = 0; from < all.length; from += size) {
    made.push(...(await Promise.all(all.slice(from, from + size).map(make))));
  }
  return made;
};

/** A member with one deal that is won and one that is not, both tied to his own record. */
export type Owner = { readonly member: string; readonly won: string; readonly open: string };
type Fields = Readonly<Record<string, unknown>>;
/** Deals by id, as they must be held. */
export type Expected = Readonly<Record<string, Fields>>;

const text = (deals: Expected): string =>
  JSON.stringify(
    Object.entries(deals)
      .sort(([a], [b]) => (a < b ? -1 : 1))
      .map(([id, fields]) => [id, Object.entries(fields).sort(([a], [b]) => (a < b ? -1 : 1))]),
  );

/** One session, what it holds of its deals, and when it came to hold what was expected. */
export class Follower {
  readonly owner: Owner;
  readonly faults: string[] = [];
  readonly #line: Line;
  #replica: Replica = { Deals: { complete: false, rows: new Map() } };
  #awaited: { readonly text: string; readonly reached: (at: number) => void } | null = null;

  constructor(url: string, token: string, owner: Owner) {
    this.owner = owner;
    this.#line = new Line(url, { protocol: 1, token });
    this.#line.socket.on('snapshot', (page: Snapshot) => this.#take(applySnapshot(this.#replica, page)));
    this.#line.socket.on('frame', (frame: Frame) => this.#take(applyFrame(this.#replica, frame)));
    this.#line.socket.on('reset', ({ module }: { module: string | null }) =>
      this.#take({ replica: voided(this.#replica, module), faults: [] }),
    );
  }

  async open(deals: Expected): Promise<void> {
    await this.#line.next('welcome');
    this.#line.emit('subscribe', { module: 'Deals' });
    await this.reaches(deals);
  }

  /** When this is what is held, in milliseconds of `performance.now`. */
  reaches(deals: Expected): Promise<number> {
    return new Promise((reached) => {
      this.#awaited = { text: text(deals), reached };
      this.#look();
    });
  }

  close(): Promise<void> {
    return this.#line.close();
  }

  #take({ replica, faults }: { replica: Replica; faults: readonly string[] }): void {
    this.#replica = replica;
    this.faults.push(...faults);
    this.#look();
  }

  #look(): void {
    const { complete, rows } = this.#replica['Deals']!;
    if (!this.#awaited || !complete) return;
    const held = Object.fromEntries([...rows.values()].map(({ id, fields }) => [id, fields]));
    if (text(held) !== this.#awaited.text) return;
    const { reached } = this.#awaited;
    this.#awaited = null;
    reached(performance.now());
  }
}

const related = { kind: 'related', path: 'Contact' };
/** What the three types see of a member's deals. */
const types = {
  both: { tabs: { layouts: { Standard: ['Name', 'Stage'] }, reaches: [related] } },
  won: {
    tabs: {
      layouts: { Standard: ['Name', 'Amount'] },
      reaches: [related],
      criteria: { field: 'Stage', is: 'is', value: 'Won' },
    },
  },
  every: { tabs: { layouts: { Standard: ['Name', 'Stage', 'Amount'] }, reaches: [related] } },
} as const;
export type TypeName = keyof typeof types;

const dealOf = (n: number, won: boolean) => ({
  Name: `Deal ${n}${won ? ' won' : ''}`,
  Stage: won ? 'Won' : 'Engaging',
  Amount: n,
});

export function expected({ won, open }: Owner, n: number, type: TypeName): Expected {
  const { Name, Stage, Amount } = dealOf(n, true);
  const other = dealOf(n, false);
  switch (type) {
    case 'both':
      return { [won]: { Name, Stage }, [open]: { Name: other.Name, Stage: other.Stage } };
    case 'won':
      return { [won]: { Name, Amount } };
    case 'every':
      return { [won]: { Name, Stage, Amount }, [open]: other };
  }
}

export type ManyMembers = {
  readonly owners: readonly Owner[];
  readonly types: Readonly<Record<TypeName, string>>;
  act(name: string, input: unknown): Promise<Loose>;
  follow(owner: Owner): Promise<Follower>;
  close(): Promise<void>;
};

type Act = ManyMembers['act'];
async function imported(act: Act, module: string, rows: readonly object[]): Promise<string[]> {
  const ids: string[] = [];
  for (let from = 0; from < rows.length; from += 500) {
    const { rows: told } = await act('import-records', { module, rows: rows.slice(from, from + 500) });
    const refused = told.find(({ id }: Loose) => id === undefined);
    if (refused) throw new Error(`a row of ${module} was not created: ${JSON.stringify(refused)}`);
    ids.push(...told.map(({ id }: Loose) => id));
  }
  return ids;
}

async function ownersOf(act: Act, userType: string, count: number): Promise<readonly Owner[]> {
  const all = Array.from({ length: count }, (_, n) => n);
  const contacts = await imported(
    act,
    'Contacts',
    all.map((n) => ({ externalId: `c-${n}`, fields: { Name: `Member ${n}` } })),
  );
  const deals = (won: boolean) =>
    all.map((n) => ({ externalId: `d-${n}-${won}`, fields: { ...dealOf(n, won), Contact: contacts[n] } }));
  const [won, open] = [await imported(act, 'Deals', deals(true)), await imported(act, 'Deals', deals(false))];
  return inBatches(all, 100, async (n) => {
    const input = { userType, record: contacts[n], email: `member-${n}@example.net` };
    return { member: (await act('add-member', input)).member, won: won[n]!, open: open[n]! };
  });
}

/** A portal on PostgreSQL with so many members of one type. Signing in costs no password here. */
export async function foundMany(count: number): Promise<ManyMembers> {
  let credentials: CredentialStore | null = null;
  const { url: databaseUrl, drop } = await freshPostgresUrl();
  const server: TestServer = await startServer({
    databaseUrl,
    env: { SECRET_KEY: secret },
    wrap: (ground) => {
      ({ credentials } = ground);
      return ground;
    },
  });
  const portal = await server.found({ slug: 'many' });
  const tokens = tokensOf(server.house, credentials!, secret);
  const act: Act = (name, input) => server.run(portal.id, portal.administrator, name, input);
  const make = async (name: TypeName): Promise<string> => {
    const input = { name, base: 'Contacts', tabs: { Deals: types[name].tabs } };
    return (await act('create-user-type', input)).userType;
  };
  const made = { both: await make('both'), won: await make('won'), every: await make('every') };
  const owners = await ownersOf(act, made.both, count);
  await analyze(databaseUrl);
  return {
    owners,
    types: made,
    act,
    async follow(owner) {
      const follower = new Follower(server.url, (await tokens(portal.id, owner.member, 'fresh'))!, owner);
      await follower.open(expected(owner, owners.indexOf(owner), 'both'));
      return follower;
    },
    async close() {
      await server.close();
      await drop();
    },
  };
}

/** As the database does by itself within a minute of so many rows: until then a page of a few records walks its module. */
async function analyze(databaseUrl: string): Promise<void> {
  const client = new pg.Client({ connectionString: databaseUrl });
  await client.connect();
  await client.query('analyze');
  await client.end();
}

/** So many of the members with a session each, opened a few at a time. */
export const followSome = (world: ManyMembers, count: number): Promise<Follower[]> =>
  inBatches(world.owners.slice(0, count), 50, (owner) => world.follow(owner));
