import type { CredentialStore } from '@genkan/identity/credential-store';
import { asked } from '../../support/asking.ts';
import type { TestServer } from '../../support/server.ts';
import { canariesIn, type Small } from '../small-portal.ts';
import { openSession } from './open-house.ts';
import { RawSocket } from './raw-socket.ts';

/** Members of a portal with raw sockets, who keep every byte they are sent. */
export class Receivers {
  readonly #small: Small;
  readonly #server: TestServer;
  readonly #credentials: CredentialStore;
  readonly #standing = new Map<string, RawSocket>();
  readonly #received = new Map<string, Set<string>>();

  constructor(server: TestServer, credentials: CredentialStore, small: Small) {
    this.#small = small;
    this.#server = server;
    this.#credentials = credentials;
  }

  token(member: string): Promise<string> {
    const { id: portal } = this.#small;
    return this.#server.house.members.byId(portal, member).then((found) => {
      if (!found) throw new Error(`There is no member ${member}.`);
      const { kind, sessionsEnded } = found;
      return openSession(this.#credentials, { portal, member, kind, sessionsEnded });
    });
  }

  /** Connects, or says nothing where the member may not. */
  async connect(member: string, url = this.#server.url): Promise<RawSocket> {
    await this.leave(member);
    const socket = new RawSocket(url, { token: await this.token(member) });
    this.#standing.set(member, socket);
    await socket.event('welcome');
    socket.tell('subscribe', { module: 'Deals' });
    return socket;
  }

  async leave(member: string): Promise<void> {
    const socket = this.#standing.get(member);
    if (!socket) return;
    await socket.end();
    this.gone(member);
  }

  /** Its line is dead: what had come over it is kept. */
  gone(member: string): void {
    const kept = this.#received.get(member) ?? new Set<string>();
    for (const { bytes } of this.#standing.get(member)?.packets ?? [])
      for (const found of canariesIn(bytes)) kept.add(found);
    this.#received.set(member, kept);
    this.#standing.delete(member);
  }

  /** Everybody who stands has been sent all there is; a tab that was granted in between is asked for. */
  async settle(): Promise<void> {
    for (const socket of this.#standing.values()) {
      if (socket.closed) continue;
      socket.tell('subscribe', { module: 'Deals' });
      await socket.ask('caught-up', {});
    }
  }

  /** `<member> <canary>` for every canary in the bytes that members received. */
  async received(): Promise<ReadonlySet<string>> {
    for (const member of [...this.#standing.keys()]) await this.leave(member);
    return new Set([...this.#received].flatMap(([member, kept]) => [...kept].map((one) => `${member} ${one}`)));
  }

  /** The same by the server's own account, over these sequences. */
  async accounted(
    sequences: Iterable<number>,
    deals: readonly string[] = this.#small.deals,
  ): Promise<ReadonlySet<string>> {
    const { id, administrator, members } = this.#small;
    const told = new Set<string>();
    for (const at of sequences)
      for (const deal of deals) {
        const input = { module: 'Deals', id: deal, field: 'Name', at };
        const { members: seers = [] } = await asked(this.#server, id, administrator, 'who-could-see', input);
        for (const { member, received, view } of seers)
          if (received && members.includes(member)) told.add(`${member} ${view.fields.Name}`);
      }
    return told;
  }
}
