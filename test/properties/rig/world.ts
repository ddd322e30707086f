import { randomInt, randomUUID } from 'node:crypto';
import { setTimeout as sleep } from 'node:timers/promises';
import { agrees, allowed } from '../../oracle/allowed.ts';
import { canariesIn, canary, idsIn, leaksOf, whereabouts } from '../../oracle/canaries.ts';
import type { Command } from '../../oracle/commands.ts';
import { founded } from '../../oracle/fold.ts';
import { History } from '../../oracle/history.ts';
import { differences, type RightsTable } from '../../oracle/replica.ts';
import type { Member, State } from '../../oracle/shapes.ts';
import { view } from '../../oracle/see.ts';
import { Doors, type Outcome } from './doors.ts';
import type { Founded, House } from './house.ts';
import { RawSocket } from './raw-socket.ts';
import { Watch, type Kept } from './watch.ts';

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

type Card = { readonly tabs: Readonly<Record<string, { readonly rights: RightsTable }>> };

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
  #turn = 0;
  #only: number | null = null;
  readonly #watches: Watch[] = [];

  constructor(house: House, { portal, administrator, modules }: Founded) {
    this.house = house;
    this.portal = portal;
    this.administrator = administrator;
    this.history = new History(founded(modules, administrator));
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

  #leaks(what: string, by: string, bytes: string, from: number): void {
    const { sent } = this.person(by);
    const places = [...new Set([from, this.now.sequence])];
    const leaks = places.map((at) => leaksOf(bytes, this.history.at(at), by, sent, this.now));
    const left = leaks.reduce((all, one) => all.filter((found) => one.includes(found)));
    for (const found of left)
      this.fault(`${what} to ${by} leaks ${whereabouts(this.now, found)}: ${bytes.slice(0, 300)}`);
  }

  /** Over the member's own socket: the answer stands in the frame right behind the command's effects. */
  async #bySocket(watch: Watch, command: Command, id: string): Promise<{ outcome: Outcome; sequence: number } | null> {
    const from = watch.socket.packets.length;
    watch.socket.tell('command', { id, ...command });
    type Answering = {
      token: string;
      answers: { id: string; status: string; code?: string; replayed: boolean; result?: object }[];
    };
    const frame = await watch.socket.until(`the answer to ${command.name}`, () =>
      watch.socket.packets
        .slice(from)
        .filter(({ kind, name }) => kind === 'event' && name === 'frame')
        .map(({ body, bytes }) => ({ ...(body as Answering), bytes }))
        .find(({ answers }) => answers.some((one) => one.id === id)),
    );
    const answer = frame?.answers.find((one) => one.id === id);
    if (!frame || !answer) return null;
    const { replayed, result = {}, code = answer.status } = answer;
    const outcome = { code, replayed, result: { ...result }, cursor: null, bytes: '' };
    return { outcome, sequence: this.open(frame.token) ?? -1 };
  }

  async #byHttp(by: string, command: Command, id: string): Promise<{ outcome: Outcome; sequence: number }> {
    const outcome = await this.doors.command(await this.token(by), command, id);
    return { outcome, sequence: outcome.cursor ? (this.open(outcome.cursor.token) ?? -1) : -1 };
  }

  /** A creator who cannot see what he made is not told its id: staff find it by its name. */
  async #idOf(command: Command): Promise<string | undefined> {
    if (command.name !== 'create-record') return undefined;
    const read = await this.doors.records(await this.token(this.administrator), command.input.module);
    const text = Object.values(command.input.fields).find(
      (value) => typeof value === 'string' && canariesIn(value).length > 0,
    );
    return read.rows.find((row) => Object.values(row.fields).includes(text ?? null))?.id;
  }

  async #fold(by: string, command: Command, sequence: number, result: Outcome['result']): Promise<void> {
    if (sequence < 0) return this.fault(`${command.name} was applied at no sequence`);
    const id = 'id' in result ? {} : { id: await this.#idOf(command) };
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
      (live && (await this.#bySocket(live, command, id))) ?? (await this.#byHttp(by, command, id));
    if (outcome.code === 'applied') await this.#fold(by, command, sequence, outcome.result);
    this.#leaks(`the answer to ${command.name}`, by, outcome.bytes, before.sequence);
    this.commands.push({ by, command, id, code: outcome.code });
    this.story.push(
      `${sequence} ${by.slice(0, 8)} ${live ? 'socket' : 'http'} ${JSON.stringify(command)} -> ${outcome.code}`,
    );
    if (!agrees(expected, outcome.code))
      this.fault(`${JSON.stringify(command)} by ${by}: ${outcome.code}, not ${String(expected)}`);
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

  /**
   * One command whose outcome is wanted whatever happens on the way: repeated with its id, at one node after another,
   * until somebody answers (I8). `knocks` says how often.
   */
  async insist(by: string, command: Command): Promise<{ code: string; sequence: number; knocks: number }> {
    const id = randomUUID();
    this.#remember(by, command, id);
    for (let knocks = 1; ; knocks += 1) {
      const answered = await this.#byHttp(by, command, id).catch(() => null);
      if (answered === null || passing.has(answered.outcome.code)) {
        if (knocks > 600) throw new Error(`Nobody answered ${command.name} after ${knocks} attempts.`);
        await sleep(50);
        continue;
      }
      const { outcome, sequence } = answered;
      if (outcome.code === 'applied') await this.#fold(by, command, sequence, outcome.result);
      return { code: outcome.code, sequence, knocks };
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
    const [one, other] = await Promise.all([this.#byHttp(by, command, id), this.#byHttp(by, command, id)]);
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
        return { by, command, id, ...(await this.#byHttp(by, command, id)) };
      }),
    );
    for (const { by, command, id, outcome, sequence } of done.toSorted((a, b) => a.sequence - b.sequence)) {
      this.story.push(`${sequence} ${by.slice(0, 8)} race ${JSON.stringify(command)} -> ${outcome.code}`);
      this.commands.push({ by, command, id, code: outcome.code });
      if (outcome.code !== 'applied') continue;
      const expected = allowed(this.history.at(sequence - 1), by, command);
      await this.#fold(by, command, sequence, outcome.result);
      if (!agrees(expected, 'applied'))
        this.fault(`${JSON.stringify(command)} by ${by} was applied, not ${String(expected)}`);
    }
    for (const { by, command, outcome } of done)
      this.#leaks(`the answer to ${command.name}`, by, outcome.bytes, before);
    return done.map(({ outcome }) => outcome);
  }

  /** One more socket of a member, watched beside the others. */
  async watch(id: string, kept?: Kept): Promise<Watch> {
    const token = await this.token(id);
    const hello = { token, ...(kept ? { cursor: kept.place, subscriptions: Object.keys(kept.replica) } : {}) };
    const socket = new RawSocket(this.doors.url, hello);
    const { sent } = this.person(id);
    const watch = new Watch(id, socket, { kept, head: this.now.sequence, sent }, this.open);
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

  /** Waits until every socket that reads has caught up, and judges everything there is: replicas, bytes, queries. */
  async quiet(limit = 200): Promise<void> {
    const standing = [...this.people.values()].flatMap(({ watch }) => (watch && !watch.socket.paused ? [watch] : []));
    await this.rest(standing, [...this.people.keys()], limit);
  }

  /** The same for the sockets given, and the permitted queries of the members given. */
  async rest(watches: readonly Watch[], members: readonly string[], limit = 200): Promise<void> {
    await Promise.all(watches.map((watch) => this.#settle(watch)));
    await Promise.all(members.map((id) => this.#atRest(id, limit)));
    this.faults.push(...this.#watches.flatMap((watch) => watch.faults.splice(0)));
  }

  async #settle(watch: Watch): Promise<void> {
    const head = this.now.sequence;
    for (let round = 0; round < 3; round += 1) {
      const answer = (await watch.socket.ask('caught-up', {})) as { token?: string } | undefined;
      const at = this.open(answer?.token ?? '') ?? -1;
      if (!watch.socket.closed && at < head)
        this.fault(`${watch.member} caught up with ${at} when the head was ${head}`);
      if (this.subscribeToAll(watch) === 0) break;
    }
    watch.judge(this.history);
    if (watch.socket.closed) return this.#closed(watch);
    watch.sequence = Math.max(watch.sequence, head);
    watch.compare(this.history);
    watch.complete();
  }

  /** The server may close a socket only for a reason the oracle knows. */
  #closed(watch: Watch): void {
    const member = this.now.members[watch.member];
    if (member?.status === 'active' && !watch.mayEnd) this.fault(`the socket of ${watch.member} was closed`);
    const person = this.person(watch.member);
    if (person.watch === watch) person.watch = null;
  }

  /** At rest, the permitted query over all pages is the oracle's view; whoever may not come in learns nothing. */
  async #atRest(id: string, limit: number): Promise<void> {
    const member = this.now.members[id];
    if (member?.status !== 'active') return;
    const token = await this.token(id);
    const ability = await this.doors.call('GET', '/api/ability', token);
    this.#leaks('the ability', id, ability.bytes, this.now.sequence);
    for (const module of Object.keys(this.now.modules)) {
      const sees = view(this.now, id, module);
      if (sees.size === 0 && member.kind === 'staff') continue;
      const read = await this.doors.records(token, module, limit);
      this.#leaks(`the query of ${module}`, id, read.bytes, this.now.sequence);
      const table = (ability.body as unknown as Card).tabs?.[module]?.rights ?? [];
      const rows = new Map(read.rows.map((row) => [row.id, row]));
      if (rows.size !== read.rows.length) this.fault(`${module} for ${id}: a record on two pages`);
      for (const found of differences(rows, sees, table)) this.fault(`query of ${module} by ${id}: ${found}`);
    }
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
