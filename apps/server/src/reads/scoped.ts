import { fieldsIn, hiddenField } from '@genkan/access/hidden-field';
import { scopeOf } from '@genkan/access/where';
import type { CompiledTab } from '@genkan/access/ability';
import type { Criteria } from '@genkan/domain/criteria';
import { Rejected } from '@genkan/domain/rejected';
import type { PageRequest } from '@genkan/log/portal-log';
import type { Rights } from '../rights.ts';

/** A module as the member reaches it; one he does not reach does not exist (law 7). */
export function tabOf({ ability }: Rights, module: string): CompiledTab {
  const tab = ability.tabs.get(module);
  if (!tab) throw new Rejected('not-found');
  return tab;
}

/** A field that is hidden on every layout answers like one that never was, byte for byte (SEC-3). */
export function requireVisible(tab: CompiledTab, fields: readonly string[]): void {
  if (hiddenField(tab, fields) !== undefined) throw new Rejected('unknown-field');
}

type Asked = {
  readonly module: string;
  readonly where?: Criteria | undefined;
  readonly orderBy?: readonly (readonly [string, 'asc' | 'desc'])[];
};

/** The member's question as the log is asked it: within his scope, on fields he sees. Null: he can meet nothing. */
export function requestFor(
  rights: Rights,
  { module, where, orderBy = [] }: Asked,
): Omit<PageRequest, 'after' | 'limit'> | null {
  const tab = tabOf(rights, module);
  requireVisible(tab, [...(where ? fieldsIn(where) : []), ...orderBy.map(([field]) => field)]);
  const scope = scopeOf(rights.ability, rights.keys, module);
  return scope && { scope, where: where ?? null, orderBy, visible: tab.layouts };
}
