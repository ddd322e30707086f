import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Portal } from '@genkan/domain/portal';
import { derivedCommandId } from '../bus/derived-command-id.ts';

type Needs = {
  /** Settings of the portals this node follows. */
  readonly portals: () => readonly Portal[];
  readonly execute: (request: CommandRequest) => Promise<Answer>;
  readonly clock: () => number;
  readonly trouble: (error: unknown) => void;
};

/**
 * Applies drafts when their time has come, as whoever scheduled them and by his rights of that moment. The same draft and
 * time is always the same command, so that several nodes apply it once; a refused one stays, and its refusal in the log.
 */
export class DueDrafts {
  readonly #needs: Needs;
  readonly #tried = new Set<string>();
  readonly #timer: NodeJS.Timeout;

  constructor(needs: Needs, everyMs = 1000) {
    this.#needs = needs;
    this.#timer = setInterval(() => this.#look(), everyMs).unref();
  }

  stop(): void {
    clearInterval(this.#timer);
  }

  #look(): void {
    const now = new Date(this.#needs.clock()).toISOString();
    for (const portal of this.#needs.portals()) {
      for (const { id, scheduled } of Object.values(portal.drafts)) {
        if (scheduled && scheduled.at <= now) this.#apply(portal.id, id, scheduled);
      }
    }
  }

  #apply(portal: string, draft: string, { at, by }: { readonly at: string; readonly by: string }): void {
    const commandId = derivedCommandId(`${portal}/${draft}/${at}/0`);
    if (this.#tried.has(commandId)) return;
    this.#tried.add(commandId);
    const request = { portal, member: by, commandId, name: 'apply-draft', input: { draft } };
    this.#needs
      .execute(request)
      .then((answer) => {
        if (answer.status === 'rejected' && answer.code === 'unavailable') this.#tried.delete(commandId);
      })
      .catch((error: unknown) => {
        this.#tried.delete(commandId);
        this.#needs.trouble(error);
      });
  }
}
