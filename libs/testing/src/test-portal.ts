/**
 * The real server in this process, with one portal, for tests of what is built on the SDK.
 *
 *   const portal = await testPortal({ seed });
 *   const kei = await portal.as<Reseller>('kei');
 *   await portal.asAdministrator.command('configure-user-type', { userType, tabs });
 *   kei.net.drop(); portal.clock.pass(1000);
 *   await portal.close();
 */
import { randomBytes, randomUUID } from 'node:crypto';
import { createClient, type AnySchema, type Client, type ClientOptions, type Schema } from 'genkan';
import { readConfig } from '@genkan/server/configuration/config';
import { openDoors, type Doors } from '@genkan/server/doors';
import { run } from '@genkan/server/found-portal';
import { memoryGround, openGround } from '@genkan/server/ground';
import { openHouse } from '@genkan/server/house';
import { traceTo } from '@genkan/server/operating/trace';
import { BadLine } from './bad-line.ts';
import { HandClock } from './hand-clock.ts';
import { idOf, sow, type Act, type Seed, type Seeded } from './seed.ts';
import { tokensOf, type Tokens } from './tokens.ts';

export type TestPortalOptions = {
  readonly seed?: Seed;
  /** `embedded`: the database in memory, as a server without DATABASE_URL has it. `none`: rows in plain memory, quicker. */
  readonly database?: 'embedded' | 'none';
};
/** Somebody at a client of his own, over a line of his own. */
export type Visitor<S extends Schema> = {
  readonly client: Client<S>;
  readonly net: BadLine;
  /** The access token runs out: the connection ends, the expired token is refused, and `auth` is asked for another. */
  expireToken(): void;
};
export type TestPortal = {
  readonly url: string;
  readonly id: string;
  /** Ids by the names of the seed. */
  readonly ids: Seeded;
  /** The time of all clients here; the server has its own. Retries, patience and the renewal of tokens wait for `pass`. */
  readonly clock: HandClock;
  readonly asAdministrator: { readonly command: Act };
  /** A signed-in client of a member of the seed, or of the `administrator`. */
  as<S extends Schema = AnySchema>(
    member: string,
    options?: Pick<ClientOptions, 'store' | 'offlineWrites' | 'schema'>,
  ): Promise<Visitor<S>>;
  /** Closes all clients, lines and the server. */
  close(): Promise<void>;
};

const unlimited = { commandsPerSecond: 1_000_000, signInsPerAccount: 1_000_000, signInsPerAddress: 1_000_000 };

export async function testPortal({ seed = {}, database = 'embedded' }: TestPortalOptions = {}): Promise<TestPortal> {
  const secret = randomBytes(32).toString('hex');
  const config = readConfig({ PORT: '0', LOG_LEVEL: 'error', SECRET_KEY: secret, DATA_DIR: 'memory', DEMO: 'false' });
  const trace = traceTo(config.LOG_LEVEL);
  const ground = database === 'none' ? memoryGround() : await openGround(config, trace);
  const house = await openHouse(config, ground, trace, { limit: unlimited });
  const doors = await openDoors(house);
  const administrator = { email: 'administrator@example.com', name: 'Administrator' };
  const founding = { company: 'Example', slug: `test-${randomUUID()}`, plan: 'whole', administrator };
  const founded = await run(house, '', null, 'create-portal', founding);
  const [id, first] = [String(founded['portal']), String(founded['member'])];
  const command: Act = (name, input) => run(house, id, first, name, input);
  const ids = await sow(seed, command);
  const clock = new HandClock();
  const visits = new Visits(doors, id, tokensOf(house, ground.credentials, secret), clock, (url) =>
    house.origins.add(url),
  );
  return {
    url: doors.url,
    id,
    ids,
    clock,
    asAdministrator: { command },
    as: (member, options) => visits.begin(member === 'administrator' ? first : idOf(ids.members, member), options),
    async close() {
      await visits.end();
      await doors.close();
    },
  };
}

type Ended = () => Promise<void>;

/** Everybody who was let in, so that all can be closed. */
class Visits {
  readonly #ends: Ended[] = [];
  readonly #doors: Doors;
  readonly #portal: string;
  readonly #tokens: Tokens;
  readonly #clock: HandClock;
  readonly #letIn: (origin: string) => void;

  constructor(doors: Doors, portal: string, tokens: Tokens, clock: HandClock, letIn: (origin: string) => void) {
    this.#doors = doors;
    this.#portal = portal;
    this.#tokens = tokens;
    this.#clock = clock;
    this.#letIn = letIn;
  }

  async begin<S extends Schema>(member: string, options: object = {}): Promise<Visitor<S>> {
    const net = new BadLine(new URL(this.#doors.url));
    const url = await net.listen();
    this.#letIn(url);
    let life: 'fresh' | 'expired' = 'fresh';
    const auth: ClientOptions['auth'] = (why) => {
      const asked = why === 'start' ? life : 'fresh';
      life = 'fresh';
      return this.#tokens(this.#portal, member, asked);
    };
    const client = createClient<S>({ url, auth, clock: this.#clock, ...options });
    this.#ends.push(async () => {
      await client.close();
      await net.close();
    });
    const expireToken = (): void => {
      life = 'expired';
      const stop = client.status.subscribe(({ state }) => {
        if (state !== 'offline') return;
        stop();
        queueMicrotask(() => client.wake()); // once it has let go of the old connection
      });
      net.drop();
    };
    return { client, net, expireToken };
  }

  async end(): Promise<void> {
    await Promise.all(this.#ends.splice(0).map((end) => end()));
  }
}
