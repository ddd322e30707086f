import { NotGathered, type Known, type Question } from '@genkan/domain/known';
import { Rejected } from '@genkan/domain/rejected';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Rights } from '../rights.ts';

/** Rounds of ask, get, ask again; each gathers all that the round before found missing. */
const rounds = 60;
const attempts = 4;

/** Notes what is missing and goes on as if it were not there, so that one round asks for all it can see. */
function noting(known: Known): { readonly known: Known; readonly missing: readonly Question[] } {
  const missing: Question[] = [];
  const or = <T>(read: () => T, none: T): T => {
    try {
      return read();
    } catch (thrown) {
      if (!(thrown instanceof NotGathered)) throw thrown;
      missing.push(thrown.question);
      return none;
    }
  };
  return {
    missing,
    known: {
      record: (module, id) => or(() => known.record(module, id), null),
      member: (id) => or(() => known.member(id), null),
      referring: (module, field, id) => or(() => known.referring(module, field, id), []),
      membersTiedTo: (record) => or(() => known.membersTiedTo(record), []),
      membersOf: (userType) => or(() => known.membersOf(userType), []),
      users: () => or(() => known.users(), new Map<string, number>()),
      userTypeAt: (userType, sequence) => or(() => known.userTypeAt(userType, sequence), null),
      holder: (scope, value) => or(() => known.holder(scope, value), null),
    },
  };
}

async function gathered<T>(log: PortalLog, portal: string, compute: (known: Known) => T) {
  const asked = new Map<string, Question>();
  for (let round = 0; round < rounds; round += 1) {
    const { head, known } = await log.gather(portal, [...asked.values()]);
    const { known: noted, missing } = noting(known);
    const result = compute(noted);
    if (missing.length === 0) return { head, result };
    for (const question of missing) asked.set(JSON.stringify(question), question);
  }
  throw new Rejected('behind');
}

/**
 * A computation over rows of one snapshot and the settings that held at it. `compute` may be run several times and must
 * be pure; a refusal counts once everything it rests on is known.
 */
export async function steadily<T>(
  log: PortalLog,
  rightsNow: () => Promise<Rights>,
  compute: (known: Known, rights: Rights) => T,
): Promise<{ readonly head: number; readonly result: T }> {
  let rights = await rightsNow();
  for (let attempt = 0; attempt < attempts; attempt += 1) {
    const found = await gathered(log, rights.portal.id, (known) => attempted(() => compute(known, rights)));
    const later = await rightsNow();
    if (later.portal === rights.portal && later.head >= found.head) return { head: found.head, result: found.result() };
    rights = later;
  }
  throw new Rejected('behind');
}

/** The answer or the refusal, kept until it counts. */
function attempted<T>(compute: () => T): () => T {
  try {
    const result = compute();
    return () => result;
  } catch (thrown) {
    if (!(thrown instanceof Rejected)) throw thrown;
    return () => {
      throw thrown;
    };
  }
}
