import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Question } from '@genkan/domain/known';
import type { Entry, PortalLog } from '@genkan/log/portal-log';
import { derivedCommandId } from '../bus/derived-command-id.ts';
import { exposedFields } from './exposed-fields.ts';

type Needs = {
  readonly log: Pick<PortalLog, 'settings' | 'gather'>;
  readonly execute: (request: CommandRequest) => Promise<Answer>;
  readonly trouble: (error: unknown) => void;
};

/** Many members may be added one after another: they are looked at together. */
const pauseMs = 500;
const parts = new Set(['user-type', 'module']);

/** Whether an entry can have opened a field to more people, or closed it. */
const concerns = ({ command, changes }: Entry): boolean =>
  command === 'watch-exposure' ||
  changes.some((change) => change.kind === 'member' || (change.kind === 'setting' && parts.has(change.part)));

/**
 * Looks, after each change of rights or members, which fields are open to more people than the portal says, and has it told
 * in the log what is new (G-43). What a node that died did not look at any more is found with the next such change.
 */
export class ExposureWatch {
  readonly #needs: Needs;
  readonly #waiting = new Map<string, NodeJS.Timeout>();
  readonly #running = new Set<Promise<void>>();

  constructor(needs: Needs) {
    this.#needs = needs;
  }

  committed(portal: string, entries: readonly Entry[]): void {
    if (this.#waiting.has(portal) || !entries.some(concerns)) return;
    const timer = setTimeout(() => {
      this.#waiting.delete(portal);
      const look: Promise<void> = this.#look(portal)
        .catch(this.#needs.trouble)
        .finally(() => this.#running.delete(look));
      this.#running.add(look);
    }, pauseMs).unref();
    this.#waiting.set(portal, timer);
  }

  async stop(): Promise<void> {
    for (const timer of this.#waiting.values()) clearTimeout(timer);
    await Promise.all(this.#running);
  }

  async #look(id: string): Promise<void> {
    const { log, execute } = this.#needs;
    const settings = await log.settings(id);
    if (!settings) return;
    const { head: at, portal } = settings;
    const questions = Object.keys(portal.userTypes).map((userType): Question => ({ ask: 'members-of', userType }));
    const { people } = portal.exposure;
    const fields = people === null ? [] : exposedFields(portal, (await log.gather(id, questions)).known, people);
    const same = fields.length === Object.keys(portal.exposed).length;
    if (same && fields.every(({ module, field }) => Object.hasOwn(portal.exposed, `${module}.${field}`))) return;
    const commandId = derivedCommandId(`exposure/${id}/${at}`);
    await execute({ portal: id, member: null, commandId, name: 'note-exposure', input: { at, fields } });
  }
}
