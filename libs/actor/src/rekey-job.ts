import { dependentQuestions, dependents, type Named } from '@genkan/access/keys';
import type { RecordChange } from '@genkan/domain/changes';
import type { Question } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';
import { everyPage, wholeModule } from '@genkan/log/every-page';
import type { PortalLog } from '@genkan/log/portal-log';
import type { Answer } from './answer.ts';
import { suspendedBehind } from './suspensions.ts';

const rowsAtOnce = 500;

/** What the job works with: it reads the log, and all it does are commands of the operator. */
export type JobTools = {
  readonly log: PortalLog;
  readonly run: (name: string, input: unknown) => Promise<Answer>;
};

type Building = { readonly module: string; readonly path: string; readonly layouts: readonly string[] };

const building = ({ modules }: Portal): readonly Building[] =>
  Object.values(modules).flatMap(({ name: module, paths, layouts }) =>
    Object.entries(paths).flatMap(([path, { state }]) =>
      state === 'building' ? [{ module, path, layouts: Object.keys(layouts) }] : [],
    ),
  );

/** True: records of this portal wait for their keys. */
export const waitsForKeys = (portal: Portal): boolean =>
  Object.keys(portal.suspensions).length > 0 || building(portal).length > 0;

/**
 * Gives records the keys that were too many for one entry: those behind a moved lookup, then the suspension is lifted;
 * those of a path that was just declared, then it is complete. Begun anew after a crash it finds what is left: rows
 * that have their keys are not written again.
 */
export async function reKey(id: string, { log, run }: JobTools): Promise<void> {
  const settings = await log.settings(id);
  if (!settings) return;
  const { portal } = settings;
  for (const { module, id: moved, rows } of suspendedBehind(portal)) {
    await reKeyRows(await behind(portal, { module, id: moved }, log), run);
    for (const suspension of rows) await must(run('lift-suspension', { suspension }), 'not-found');
  }
  for (const path of building(portal)) {
    await fill(id, path, { log, run });
    await must(run('complete-path', { module: path.module, path: path.path }), 'not-found');
  }
}

/** Every record on whose path this one lies. */
async function behind(portal: Portal, { module, id }: Named, log: PortalLog): Promise<readonly Named[]> {
  const self: Question = { ask: 'record', module, id };
  const record = (await log.gather(portal.id, [self])).known.record(module, id);
  if (!record) return [];
  const gone: RecordChange = { kind: 'record', before: { ...record, deleted: false }, after: null };
  for (let asked: readonly Question[] = []; ;) {
    const { known } = await log.gather(portal.id, asked);
    const questions = dependentQuestions(portal, gone, known);
    if (questions.length === asked.length) return dependents(portal, gone, known);
    asked = questions;
  }
}

async function reKeyRows(rows: readonly Named[], run: JobTools['run']): Promise<void> {
  const byModule = Map.groupBy(rows, ({ module }) => module);
  for (const [module, named] of byModule) {
    for (let at = 0; at < named.length; at += rowsAtOnce) {
      const ids = named.slice(at, at + rowsAtOnce).map(({ id }) => id);
      await must(run('rekey-records', { module, ids }));
    }
  }
}

/** All records of a module, page after page; deleted ones get their keys when they are restored. */
async function fill(portal: string, { module, layouts }: Building, { log, run }: JobTools): Promise<void> {
  for await (const { rows } of everyPage(log, portal, wholeModule(module, layouts), rowsAtOnce)) {
    await reKeyRows(rows, run);
  }
}

/** A job that was refused stops; what it left is done when it is begun again. */
async function must(answer: Promise<Answer>, ...fine: readonly string[]): Promise<void> {
  const told = await answer;
  if (told.status === 'rejected' && !fine.includes(told.code)) throw new Error(`Re-keying was refused: ${told.code}.`);
}
