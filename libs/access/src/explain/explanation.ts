import type { Criteria } from '@genkan/domain/criteria';
import type { Value } from '@genkan/domain/fields';
import type { RecordState } from '@genkan/domain/records';
import type { CompiledReach } from '../ability.ts';
import type { Rows } from '../asked.ts';
import { abilityOf } from '../compile.ts';
import { maskOf } from '../mask.ts';
import { memberKeys } from '../member-keys.ts';
import { chainsOf, crossed } from '../paths.ts';
import type { Atom } from './atom.ts';
import { failedCriteria } from './criterion.ts';
import { leastChange } from './least-change.ts';
import { refusalOf, type Asked, type Rule } from './refusal.ts';
import type { Situation } from './situation.ts';

/** One lookup on the way and what it holds: an id, or null where the way ends. */
export type Step = {
  readonly module: string;
  readonly id: string;
  readonly field: string;
  readonly value: string | null;
};
/** A reach of the tab, whether it meets, and the two walks that should end at the same record. */
export type ReachTold = {
  readonly meets: CompiledReach['meets'];
  readonly met: boolean;
  readonly record: readonly Step[];
  readonly own: readonly Step[];
};
export type Explanation = {
  readonly allowed: boolean;
  /** What decided against it; null when it is allowed: then the reaches that are met did. */
  readonly rule: Rule | null;
  readonly reaches: readonly ReachTold[];
  /** Conditions that are not fulfilled, with what the record holds. */
  readonly failed: readonly { readonly criterion: Criteria; readonly value: Value }[];
  /** The least change that would lift a refusal; null: none of the closed list does, or nothing is refused. */
  readonly change: readonly Atom[] | null;
};

function stepsOf(known: Rows, start: RecordState | null, modules: readonly string[], steps: readonly string[]): Step[] {
  const walked: Step[] = [];
  let at = start;
  for (const [n, field] of steps.entries()) {
    if (at === null || at.deleted) break;
    const held = Object.hasOwn(at.fields, field) ? at.fields[field] : null;
    const value = typeof held === 'string' && held !== '' ? held : null;
    walked.push({ module: at.module, id: at.id, field, value });
    at = value === null ? null : known.record(modules[n + 1] ?? '', value);
  }
  return walked;
}

function reachesOf({ portal, member, record, known }: Situation): readonly ReachTold[] {
  const ability = abilityOf(portal, member);
  const mask = maskOf(memberKeys(portal, ability, member, known), record);
  return (ability.tabs.get(record.module)?.reaches ?? []).map(({ meets }, bit): ReachTold => {
    const met = (mask & (1 << bit)) !== 0;
    if (meets.kind !== 'related' || member.kind !== 'portal-user') return { meets, met, record: [], own: [] };
    const chain = chainsOf(portal).get(record.module)?.get(meets.path);
    const modules = crossed(portal.modules, member.module, meets.own) ?? [];
    const start = known.record(member.module, member.record);
    return {
      meets,
      met,
      record: chain ? stepsOf(known, record, chain.modules, chain.steps) : [],
      own: stepsOf(known, start, modules, meets.own),
    };
  });
}

function failedOf({ portal, member, record }: Situation): Explanation['failed'] {
  const tab = abilityOf(portal, member).tabs.get(record.module);
  return failedCriteria(tab?.criteria ?? null, record.fields).map(({ criterion }) => ({
    criterion,
    value: 'field' in criterion ? (record.fields[criterion.field] ?? null) : null,
  }));
}

/** Why a member may or may not see or do something with a record, and the least that would change a no (G-42). Pure. */
export function explanation(at: Situation, asked: Asked): Explanation {
  const rule = refusalOf(at, asked);
  return {
    allowed: rule === null,
    rule,
    reaches: reachesOf(at),
    failed: rule === 'criteria' ? failedOf(at) : [],
    change: rule === null ? null : leastChange(at, asked),
  };
}
