import type { Question } from '@genkan/domain/known';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Admitted } from './admit.ts';
import { missingFrom } from './missing.ts';
import type { Sights } from './sights.ts';
import type { WorkingSet } from './working-set.ts';

/** Rounds of ask, get, ask again before deciding; what is still missing then is asked by the turn itself. */
const rounds = 8;

/** Where the answers go, and the head they must be of. */
export type Gathering = {
  readonly log: PortalLog;
  readonly portal: string;
  readonly head: number;
  readonly working: WorkingSet;
};

/**
 * Reads what a whole turn needs, in as few calls as its questions allow. False: another node moved the head, so that
 * what was read does not belong together.
 */
export async function gather(items: readonly Admitted[], sights: Sights, from: Gathering): Promise<boolean> {
  for (let round = 0; round < rounds; round += 1) {
    const open = items.flatMap((item) => openQuestions(item, sights, from.working));
    if (open.length === 0) return true;
    if (!(await learn(open, from))) return false;
  }
  return true;
}

/** One read for all of them. False: the head has moved. */
export async function learn(
  questions: readonly Question[],
  { log, portal, head, working }: Gathering,
): Promise<boolean> {
  const distinct = [...new Map(questions.map((question) => [JSON.stringify(question), question])).values()];
  const answers = await log.gather(portal, distinct);
  if (answers.head !== head) return false;
  for (const question of distinct) working.learn(question, answers.known);
  return true;
}

/** What one command asks next. A defect in asking is left to deciding, which refuses that command alone. */
function openQuestions(item: Admitted, sights: Sights, working: WorkingSet): readonly Question[] {
  const { member: id } = item.request;
  try {
    const member = id === null ? null : working.member(id);
    const own = member ? sights.questions(member, working) : [];
    const { command, parsed } = item;
    const needed = parsed.ok ? (command.needs?.(working.portal, parsed.input, working, member) ?? []) : [];
    return [...own, ...needed].filter((question) => !working.knows(question));
  } catch (error) {
    return missingFrom(error) ?? [];
  }
}
