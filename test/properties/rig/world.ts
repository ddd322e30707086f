import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { allowed } from '../../oracle/allowed.ts';
import { canariesIn, canary, idsIn, leaksOf, whereabouts } from '../../oracle/canaries.ts';
import type { Command } from '../../oracle/commands.ts';
import { agrees } from '../../oracle/expected.ts';
import { founded } from '../../oracle/fold.ts';
import { History } from '../../oracle/history.ts';
import type { Member, State } from '../../oracle/shapes.ts';
import { catchUp, judgeQueries, settle, worthAsking } from './at-rest.ts';
import { Doors, type Outcome } from './doors.ts';
import type { Founded, House } from './house.ts';
import { RawSocket } from './raw-socket.ts';
import { surpriseIn } from './row-answers.ts';
import { Watch, type Kept } from './watch.ts';
import { Withdrawals } from './withdrawals.ts';
import { byHttp, bySocket, idOfMade } from './ways-in.ts';

/** Refusals that say nothing about the command: ask again. */
const passing = new Set(['too-many', 'unavailable', 'behind', 'internal']);

/** A person before the portal: tokens, the socket that stands (if one does), and places to resume from. */
export type Person = {
  readonly id: string;
  token: string | null;
  watch: Watch | null;
  readonly kept: Kept[];
  /** All this person ever sent: seeing it again is no leak. */
  readonly sent: Set<string>;
};

/** A command as it was sent, with what came of it; for repeating it. */
export type Sent = { readonly by: string; readonly command: Command; readonly id: string; readonly code: string };

/**
 * One portal on a running server, the oracle's history of it, and everybody who watches. Drives both and lets nothing
 * pass that the oracle did not foresee; what is wrong is gathered in `faults`.
 */
export class World {
  readonly house: House;
  readonly portal: string;
  readonly administrator: string;
  readonly history: History;
  readonly people = new Map<string, Person>();
  readonly faults: string[] = [];
  readonly commands: Sent[] = [];
  readonly story: string[] = [];
  readonly withdrawals = new Withdrawals();
  #turn = 0;
  #asked = 0;
  #only: number | null = null;
  readonly #watches: Watch[] = [];

  constructor(house: House, { portal, administrator, modules, defaultType }: Founded) {
    this.house = house;
    this.portal = portal;
    this.administrator = administrator;
    this.history = new History(founded(modules, administrator, defaultType));
  }

  get now(): State {
    return this.history.now;
  }

  /** Each call goes to the next node: no order may depend on which one was asked. */
  get doors(): Doors {
    const urls = this.house.urls();
    const url = urls[this.#only ?? this.#turn++ % urls.length];
    if (url === undefined) throw new Error('A house has a door.');
    return new Doors(url);
  }

  /** From now on only this node is asked; null: all of them again. */
  only(node: number | null): void {
    this.#only = node;
  }

  person(id: string): Person {
    const person = this.people.get(id) ?? { id, token: null, watch: null, kept: [], sent: new Set<string>() };
    this.people.set(id, person);
    return person;
  }

  members(kind: Member['kind'], status: Member['status'] = 'active'): readonly Member[] {
    return Object.values(this.now.members).filter((one) => one.kind === kind && one.status === status);
  }

  fault(text: string): void {
    this.faults.push(text);
  }

  open = (token: string): number | null => this.house.openToken(this.portal, token);

  async token(id: string): Promise<string> {
    const person = this.person(id);
    person.token ??= await this.house.tokenOf(this.portal, id);
    return person.token;
  }

  /** LK1, LK4: an answer's bytes hold what its receiver may see, before it or now. */
  leaks(what: string, by: string, bytes: string, from: number): void {
    const { sent } = this.person(by);
    const places = [...new Set([from, this.now.sequence])];
    const leaks = places.map((at) => leaksOf(bytes, this.history.at(at), by, sent, this.now));
    const left = leaks.reduce((all, one) => all.filter((found) => one.includes(found)));
    for (const found of left)
      this.fault(`${what} to ${by} leaks ${whereabouts(this.now, found)}: ${bytes.slice(0, 300)}`);
  }

  async #fold(by: string, command: Command, sequence: number, result: Outcome['result']): Promise<void> {
    if (sequence < 0) return this.fault(`${command.name} was applied at no sequence`);
    const id = 'id' in result ? {} : { id: await idOfMade(this, command) };
    this.history.add({ sequence, by, command, result: { ...result, ...id } });
  }

  #remember(by: string, command: Command, id: string): void {
    const { sent } = this.person(by);
    const text = JSON.stringify(command.input);
    for (const one of [id, ...canariesIn(text), ...idsIn(text)]) sent.add(one);
  }

  /** One command and its answer, judged by the oracle's prediction. Answers the outcome's code. */
  async send(
    by: string,
    command: Command,
    door: 'http' | 'socket' = 'http',
    id: string = randomUUID(),
  ): Promise<Outcome> {
    const before = this.now;
    const expected = allowed(before, by, command);
    this.#remember(by, command, id);
    const { watch } = this.person(by);
    const live = door === 'socket' && watch && !watch.socket.closed && !watch.socket.paused ? watch : null;
    const { outcome, sequence } =
      (live && (await bySocket(this, live, command, id))) ?? (await byHttp(this, by, command, id));
    if (outcome.code === 'applied') this.withdrawals.note(command, sequence);
    if (outcome.code === 'applied') await this.#fold(by, command, sequence, outcome.result);
    this.leaks(`the answer to ${command.name}`, by, outcome.bytes, before.sequence);
    this.commands.push({ by, command, id, code: outcome.code });
    this.story.push(
      `${sequence} ${by.slice(0, 8)} ${live ? 'socket' : 'http'} ${JSON.stringify(command)} -> ${outcome.code}`,
    );
    if (!agrees(expected, outcome.code))
      this.fault(`${JSON.stringify(command)} by ${by}: ${outcome.code}, not ${String(expected)}`);
    const found = outcome.code === 'applied' ? surpriseIn(before, by, command, outcome.result) : null;
    if (found !== null) this.fault(`${JSON.stringify(command)} by ${by}: ${found}`);
    return outcome;
  }

  /** Declares a path and waits for it to come into use. */
  async definePath(module: string, steps: readonly string[]): Promise<Outcome> {
    const outcome = await this.send(this.administrator, { name: 'define-path', input: { module, steps } });
    if (outcome.code !== 'applied') return outcome;
    const path = steps.join('.');
    const sequence = await this.house.completed(this.portal, module, path);
    this.history.add({ sequence, by: '', command: { name: 'complete-path', input: { module, path } }, result: {} });
    return outcome;
  }

  /** Lets a draft take effect by itself in a moment, and waits until it has. */
  async schedule(draft: string): Promise<Outcome> {
    const at = new Date(Date.now() + 300).toISOString();
    const outcome = await this.send(this.administrator, { name: 'schedule-draft', input: { draft, at } });
    if (outcome.code !== 'applied') return outcome;
    const sequence = await this.house.applied(this.portal, draft);
    this.history.add({ sequence, by: '', command: { name: 'apply-draft', input: { draft } }, result: {} });
    return outcome;
  }

  /** Waits until nothing is suspended any more, and tells the oracle where each end was lifted. */
  async calm(): Promise<void> {
    if (this.now.suspended.length === 0) return;
    for (const { sequence, ...input } of await this.house.lifted(this.portal, this.now.sequence))
      this.history.add({ sequence, by: '', command: { name: 'lift-suspension', input }, result: {} });
    for (const left of this.now.suspended) this.fault(`${JSON.stringify(left)} was never lifted`);
  }

  /**
   * One command whose outcome is wanted whatever happens on the way: repeated with its id, at one node after another,
   * until somebody answers (I8). `replayed`: it had its effect before, and its sender had not been told.
   */
  async insist(by: string, command: Command): Promise<{ code: string; sequence: number; replayed: boolean }> {
    const id = randomUUID();
    this.#remember(by, command, id);
    for (let knocks = 1; ; knocks += 1) {
      const answered = await byHttp(this, by, command, id).catch(() => null);
      if (answered === null || passing.has(answered.outcome.code)) {
        if (knocks > 600) throw new Error(`Nobody answered ${command.name} after ${knocks} attempts.`);
        await sleep(50);
        continue;
      }
      const { outcome, sequence } = answered;
      if (outcome.code === 'applied') await this.#fold(by, command, sequence, outcome.result);
      return { code: outcome.code, sequence, replayed: outcome.replayed };
    }
  }

  /** The same command with the same id at two nodes at once: one effect, one answer, one sequence (I8). */
  async twice(by: string): Promise<void> {
    const id = randomUUID();
    const command: Command = {
      name: 'create-record',
      input: { module: 'Deals', fields: { Name: canary(randomInt(900_000_000, 1_000_000_000)) } },
    };
    this.#remember(by, command, id);
    const [one, other] = await Promise.all([byHttp(this, by, command, id), byHttp(this, by, command, id)]);
    const say = ({ outcome, sequence }: typeof one) => JSON.stringify([outcome.code, outcome.result, sequence]);
    if (say(one) !== say(other)) this.fault(`one command came to ${say(one)} and to ${say(other)}`);
    if (one.outcome.replayed === other.outcome.replayed)
      this.fault('of two answers to one command, one must be a repeat');
    await this.#fold(by, command, one.sequence, one.outcome.result);
  }

  /** Several commands at once, over HTTP; their order is what their answers' places say. */
  async race(all: readonly { readonly by: string; readonly command: Command }[]): Promise<readonly Outcome[]> {
    const before = this.now.sequence;
    for (const { by } of all) await this.token(by);
    const done = await Promise.all(
      all.map(async ({ by, command }) => {
        const id = randomUUID();
        this.#remember(by, command, id);
        const answered = await byHttp(this, by, command, id);
        if (answered.outcome.code === 'applied') this.withdrawals.note(command, answered.sequence);
        return { by, command, id, ...answered };
      }),
    );
    for (const { by, command, id, outcome, sequence } of done.toSorted((a, b) => a.sequence - b.sequence)) {
      this.story.push(`${sequence} ${by.slice(0, 8)} race ${JSON.stringify(command)} -> ${outcome.code}`);
      this.commands.push({ by, command, id, code: outcome.code });
      if (outcome.code !== 'applied') continue;
      // What changes nothing has no place of its own: it tells the entry it was decided after.
      const there = this.history.at(sequence);
      const expected = allowed(there.sequence === sequence ? there : this.history.at(sequence - 1), by, command);
      await this.#fold(by, command, sequence, outcome.result);
      if (!agrees(expected, 'applied'))
        this.fault(`${JSON.stringify(command)} by ${by} was applied, not ${String(expected)}`);
    }
    for (const { by, command, outcome } of done) this.leaks(`the answer to ${command.name}`, by, outcome.bytes, before);
    return done.map(({ outcome }) => outcome);
  }

  /** One more socket of a member, watched beside the others. */
  async watch(id: string, kept?: Kept): Promise<Watch> {
    const token = await this.token(id);
    const hello = { token, ...(kept ? { cursor: kept.place, subscriptions: Object.keys(kept.replica) } : {}) };
    const socket = new RawSocket(this.doors.url, hello);
    const { sent } = this.person(id);
    const { withdrawals } = this;
    const watch = new Watch(id, socket, { kept, head: this.now.sequence, sent, withdrawals }, this.open);
    this.#watches.push(watch);
    await socket.event('welcome');
    this.subscribeToAll(watch);
    return watch;
  }

  /** Opens a socket; with `kept`, from the place and the replica that a former connection left. */
  async connect(id: string, kept?: Kept): Promise<Watch> {
    this.leave(id);
    this.story.push(`${this.now.sequence} ${id.slice(0, 8)} ${kept ? `resumes from ${kept.sequence}` : 'connects'}`);
    const watch = await this.watch(id, kept);
    this.person(id).watch = watch;
    return watch;
  }

  /** Every tab this member has now; a tab granted later is subscribed to when its `ability` has come. */
  subscribeToAll(watch: Watch): number {
    const modules = watch.granted();
    for (const module of modules) watch.socket.tell('subscribe', { module });
    return modules.length;
  }

  /** Cuts the line without a word, and keeps where this client stood. */
  leave(id: string): void {
    const person = this.person(id);
    const { watch } = person;
    if (!watch) return;
    this.story.push(`${this.now.sequence} ${id.slice(0, 8)} leaves`);
    watch.judge(this.history);
    if (watch.kept) person.kept.push(watch.kept);
    watch.socket.close();
    person.watch = null;
  }

  /** A member whose sessions were ended is signed in anew at the next call. */
  signedOut(id: string): void {
    this.person(id).token = null;
  }

  /** Waits until every socket that reads has caught up, and judges replicas, bytes, and what these members may query. */
  async quiet(limit = 200, members: readonly string[] = [...this.people.keys()]): Promise<void> {
    const standing = [...this.people.values()].flatMap(({ watch }) => (watch && !watch.socket.paused ? [watch] : []));
    await this.rest(standing, members, limit);
  }

  /** The same for the sockets given, and the permitted queries of the members given. */
  async rest(watches: readonly Watch[], members: readonly string[], limit = 200): Promise<void> {
    // Judging holds this process up: nothing is judged before every socket has its answer.
    await Promise.all(watches.map((watch) => catchUp(this, watch)));
    for (const watch of watches) await settle(this, watch);
    const modules = worthAsking(this.now, this.#asked++);
    await Promise.all(members.map((id) => judgeQueries(this, id, modules, limit)));
    this.faults.push(...this.#watches.flatMap((watch) => watch.faults.splice(0)));
  }

  /** The last packets of the sockets whose member a fault names, for its reader. */
  trail(fault: string, most = 12): readonly string[] {
    const named = this.#watches.filter(({ member }) => fault.includes(member));
    return named.flatMap(({ member, socket }) => [
      `${member} received, over a socket${socket.closed ? ' that closed' : ''}:`,
      ...socket.packets.slice(-most).map(({ name, bytes, body }) => {
        const token = (body as { token?: string } | null)?.token;
        return `  @${token ? this.open(token) : '?'} ${name} ${bytes.slice(0, 500)}`;
      }),
    ]);
  }

  close(): void {
    for (const { watch } of this.people.values()) watch?.socket.close();
  }
}
