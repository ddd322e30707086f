import type { Scope } from '@genkan/access/ability';
import type { Criteria } from '@genkan/domain/criteria';
import type { Page, PageRequest, PortalLog, StoredRecord } from './portal-log.ts';

/** A walk by ids: no order and no filter but those of the scope, whole rows; null begins with the first. */
export const pageBehind = (scope: Scope, id: string | null, limit: number): PageRequest => ({
  scope,
  where: null,
  orderBy: [],
  visible: null,
  after: id === null ? null : { values: [], id },
  limit,
});

/** Everything in a module that is not deleted, restricted records too: for jobs and the operator, outside any permission. */
export const wholeModule = (module: string, layouts: readonly string[], criteria: Criteria | null = null): Scope => ({
  module,
  keys: ['*'],
  layouts,
  withRestricted: true,
  criteria,
});

/**
 * The records of a scope, in order of their ids, page after page; no page is empty but a first one that is the last. Each
 * page is of its own moment (`head`): what is in the scope all along is met exactly once (LG16), what comes or goes
 * meanwhile may be.
 */
export async function* everyPage(
  log: Pick<PortalLog, 'page'>,
  portal: string,
  scope: Scope,
  limit = 500,
): AsyncGenerator<Page> {
  for (let behind: string | null = null; ;) {
    const page: Page = await log.page(portal, pageBehind(scope, behind, limit));
    yield page;
    const last = page.rows.at(-1);
    if (!page.more || !last) return;
    behind = last.id;
  }
}

/** The rows of `everyPage`, one after another. */
export async function* everyRow(...walk: Parameters<typeof everyPage>): AsyncGenerator<StoredRecord> {
  for await (const { rows } of everyPage(...walk)) yield* rows;
}
