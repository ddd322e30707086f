import { abilityOf } from '@genkan/access/compile';
import { commandByName } from '@genkan/domain/commands';
import type { StaffRight } from '@genkan/domain/roles';
import { refusal } from './admit.ts';
import type { Answer, CommandRequest } from './answer.ts';
import { foundedId } from './founded-id.ts';
import { PortalActor } from './portal-actor.ts';
import type { Surroundings } from './surroundings.ts';

export type DirectoryLimits = { readonly idleMilliseconds: number };

/** The portals this node runs: an actor each, made when the first command comes and let go when none came for long. */
export class Directory {
  readonly #around: Surroundings;
  readonly #limits: DirectoryLimits;
  readonly #actors = new Map<string, PortalActor>();
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
    const permission = commandByName(request.name)?.permission;
    return permission?.kind === 'operator'
      ? this.#found(request, permission.right)
      : this.#actorOf(request.portal).execute(request);
  }

  /** For shutdown: takes nothing new, resolves when all that was taken is answered (P11). */
  async drain(): Promise<void> {
    this.#closed = true;
    await Promise.all([...this.#actors.values()].map((actor) => actor.drained()));
  }

  /** Lets go of actors that had nothing to do; call it now and then. What they held is read again when needed. */
  sweep(): void {
    const oldest = this.#around.clock() - this.#limits.idleMilliseconds;
    for (const [id, actor] of this.#actors) {
      if (actor.isIdle && actor.lastUsed <= oldest) this.#actors.delete(id);
    }
  }

  #actorOf(portal: string): PortalActor {
    const running = this.#actors.get(portal);
    if (running) return running;
    const actor = new PortalActor(portal, this.#around);
    this.#actors.set(portal, actor);
    return actor;
  }

  /** A new portal is founded in its own log, entry 1, by the installation; who asks for it is judged in his own portal. */
  async #found(request: CommandRequest, right: StaffRight): Promise<Answer> {
    try {
      const refused = request.member === null ? null : await this.#judge(request.portal, request.member, right);
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
