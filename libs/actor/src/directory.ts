import { abilityOf } from '@genkan/access/compile';
import { commandByName } from '@genkan/domain/commands';
import type { StaffRight } from '@genkan/domain/roles';
import type { Portal } from '@genkan/domain/portal';
import { isFounding, refusal } from './admit.ts';
import type { Answer, CommandRequest } from './answer.ts';
import { convertDue, waitsForConversion } from './conversions-due.ts';
import { foundedId } from './founded-id.ts';
import { mailboxLimits } from './mailbox.ts';
import { PortalActor } from './portal-actor.ts';
import { reKey, waitsForKeys } from './rekey-job.ts';
import type { Surroundings } from './surroundings.ts';

/** True: a job of this portal is to be begun, or was not finished. */
export const waits = (portal: Portal): boolean => waitsForKeys(portal) || waitsForConversion(portal);

export type DirectoryLimits = { readonly idleMilliseconds: number };

/** The portals this node runs: an actor each, made when the first command comes and let go when none came for long. */
export class Directory {
  readonly #around: Surroundings;
  readonly #limits: DirectoryLimits;
  readonly #actors = new Map<string, PortalActor>();
  readonly #jobs = new Map<string, Promise<void>>();
  #closed = false;

  constructor(around: Surroundings, limits: DirectoryLimits = { idleMilliseconds: 300_000 }) {
    this.#around = around;
    this.#limits = limits;
  }

  get size(): number {
    return this.#actors.size;
  }

  /** Answers every command, also those that come too late. */
  async execute(request: CommandRequest): Promise<Answer> {
    if (this.#closed) return refusal(request.commandId, 'unavailable');
    const command = commandByName(request.name);
    return command && isFounding(command) ? this.#found(request) : this.#actorOf(request.portal).execute(request);
  }

  /** Resolves when no job of a portal runs here. */
  async idle(): Promise<void> {
    await Promise.all(this.#jobs.values());
  }

  /** For shutdown: takes nothing new, resolves when all that was taken is answered (P11). */
  async drain(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#actors.values()].map((actor) => actor.drained()));
    await Promise.all(this.#jobs.values());
  }

  /** Lets go of actors that had nothing to do for long; also whenever another one is made. What they held is read again. */
  sweep(): void {
    const oldest = this.#around.clock() - this.#limits.idleMilliseconds;
    for (const [id, actor] of this.#actors) {
      if (actor.isIdle && actor.lastUsed <= oldest) this.#actors.delete(id);
    }
  }

  /** Begins what waits for keys or for a rule, one job a portal: also what a node that died left undone. */
  maintain(portal: Portal): void {
    if (this.#closed || this.#jobs.has(portal.id) || !waits(portal)) return;
    this.#jobs.set(portal.id, this.#work(portal.id));
  }

  async #work(portal: string): Promise<void> {
    const { log, newId, onTrouble } = this.#around;
    const run = (name: string, input: unknown): Promise<Answer> =>
      this.execute({ portal, member: null, commandId: newId(), name, input });
    try {
      for (let settings = await log.settings(portal); settings && waits(settings.portal);) {
        await reKey(portal, { log, run });
        await convertDue(portal, { log, run });
        settings = await log.settings(portal);
      }
    } catch (error) {
      onTrouble({ portal, command: 'rekey-records', commandId: null, during: 'job', error });
    } finally {
      this.#jobs.delete(portal);
    }
  }

  #actorOf(portal: string): PortalActor {
    const running = this.#actors.get(portal);
    if (running) return running;
    this.sweep();
    const actor = new PortalActor(portal, this.#around, mailboxLimits, (settings) => this.maintain(settings));
    this.#actors.set(portal, actor);
    return actor;
  }

  /** A new portal is founded in its own log, entry 1, by the installation; who asks for it is judged in his own portal. */
  async #found(request: CommandRequest): Promise<Answer> {
    try {
      const refused =
        request.member === null ? null : await this.#judge(request.portal, request.member, 'create-portal');
      if (refused) return refusal(request.commandId, refused);
    } catch (error) {
      const { name: command, portal, commandId } = request;
      this.#around.onTrouble({ portal, command, commandId, during: 'read', error });
      return refusal(request.commandId, 'unavailable');
    }
    if (this.#closed) return refusal(request.commandId, 'unavailable');
    return this.#actorOf(foundedId(request)).execute({ ...request, portal: foundedId(request), member: null });
  }

  async #judge(portal: string, id: string, right: StaffRight): Promise<'unauthenticated' | 'forbidden' | null> {
    const { log } = this.#around;
    const [{ known }, settings] = await Promise.all([
      log.gather(portal, [{ ask: 'member', id }]),
      log.settings(portal),
    ]);
    const member = known.member(id);
    if (!settings || member?.status !== 'active') return 'unauthenticated';
    return abilityOf(settings.portal, member).staffRights.has(right) ? null : 'forbidden';
  }
}
