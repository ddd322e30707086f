import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { sightOf } from '@genkan/access/sight';
import type { CommandDefinition } from '@genkan/domain/define-command';
import type { Known } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';
import { decideCommand, type Decided } from './decide-command.ts';
import { learn } from './gather.ts';
import { Missing, missingFrom } from './missing.ts';
import { RowCache } from './row-cache.ts';
import { WorkingSet } from './working-set.ts';

/** A state to be looked at, with everything computed from it read at one head. */
export class Look {
  readonly portal: Portal;
  readonly #log: PortalLog;
  readonly #head: number;
  readonly #working: WorkingSet;

  constructor(log: PortalLog, head: number, portal: Portal) {
    this.portal = portal;
    this.#log = log;
    this.#head = head;
    this.#working = new WorkingSet(portal, new RowCache());
  }

  /** Computes with what is known, and reads what it lacks, until nothing is missing. */
  async at<Answer>(compute: (known: Known) => Answer): Promise<Answer> {
    for (;;) {
      const savepoint = this.#working.savepoint();
      try {
        return compute(this.#working);
      } catch (error) {
        this.#working.rollback(savepoint);
        const missing = missingFrom(error);
        if (!missing) throw error;
        const from = { log: this.#log, portal: this.portal.id, head: this.#head, working: this.#working };
        if (!(await learn(missing, from))) throw new Rejected('behind');
      }
    }
  }

  /** What the command would do; from now on this is the state after it. Nothing is written. */
  run(member: string, command: CommandDefinition, input: unknown, newId: () => string): Promise<Decided> {
    const request = { portal: this.portal.id, member, commandId: newId(), name: command.name, input };
    return this.at((known) => {
      const who = known.member(member);
      if (who === null) throw new Rejected('unauthenticated');
      const ability = abilityOf(this.portal, who);
      const sight = sightOf(this.portal, ability, memberKeys(this.portal, ability, who, known), who);
      const asked = command.needs?.(this.portal, input, known, who) ?? [];
      const open = asked.filter((question) => !this.#working.knows(question));
      if (open.length > 0) throw new Missing(open);
      const now = '1970-01-01T00:00:00.000Z'; // nothing of it is kept
      const onDefect = (error: unknown): never => {
        throw error;
      };
      const admitted = { command, request, parsed: { ok: true, input } as const };
      return decideCommand(admitted, { member: who, sight }, this.#working, { now, newId, onDefect });
    });
  }
}
