import { Ability as CaslAbility, buildMongoQueryMatcher, type MongoQuery, type RawRule } from '@casl/ability';
import type { Criteria } from '@genkan/domain/criteria';
import type { RecordState } from '@genkan/domain/records';
import type { Ability, CompiledTab, MemberKeys } from './ability.ts';
import { holds } from './criteria.ts';
import { shared } from './shared.ts';

export type Action = 'read' | 'create' | 'edit' | 'delete' | 'copy' | 'restore';
/** A record as CASL is asked about it: with the keys that are implicit elsewhere. */
export type CaslRecord = Pick<RecordState, 'module' | 'layout' | 'fields' | 'deleted' | 'restricted' | 'keys'>;
type Leaf = Extract<Criteria, { field: string }>;

/**
 * The whole language of our conditions. Its paths are these five and no others: names that a tenant wrote stand only in
 * values, under operators of our own, so that CASL never walks a path or compares a value by them (SEC-14).
 */
export type Conditions = {
  readonly layout?: { readonly $same: string };
  readonly deleted?: { readonly $same: boolean };
  readonly restricted?: { readonly $same: boolean };
  readonly keys?: { readonly $meets: readonly string[] };
  readonly fields?: { readonly $holds: Leaf };
  readonly $every?: readonly Conditions[];
  readonly $some?: readonly Conditions[];
};
type Rule = RawRule<[Action, string], Conditions>;
type Genkan = CaslAbility<[Action, string | CaslRecord], Conditions>;

/** Stands for the record itself in a rule's fields, so that a list of fields is never empty: to CASL that would mean all. */
export const theRecord = '$record';

const field = { type: 'field' } as const;
const compound = { type: 'compound' } as const;
type Node<V> = { readonly field: string; readonly value: V };
type Group = { readonly value: readonly never[] };
type Interpreter = { readonly interpret: (condition: never, record: CaslRecord) => boolean };

/** Own properties only, whatever the condition names. */
const at = (record: CaslRecord, name: string): unknown =>
  Object.hasOwn(record, name) ? Reflect.get(record, name) : undefined;

const matcher = buildMongoQueryMatcher(
  { $same: field, $meets: field, $holds: field, $every: compound, $some: compound },
  {
    same: (node: Node<unknown>, record: CaslRecord) => at(record, node.field) === node.value,
    meets: (node: Node<readonly string[]>, record: CaslRecord) => record.keys.some((key) => node.value.includes(key)),
    holds: (node: Node<Leaf>, record: CaslRecord) => holds(node.value, record.fields),
    every: (node: Group, record: CaslRecord, { interpret }: Interpreter) =>
      node.value.every((one) => interpret(one, record)),
    some: (node: Group, record: CaslRecord, { interpret }: Interpreter) =>
      node.value.some((one) => interpret(one, record)),
  },
);

function conditionsOf(criteria: Criteria): Conditions {
  if ('and' in criteria) return { $every: criteria.and.map(conditionsOf) };
  if ('or' in criteria) return { $some: criteria.or.map(conditionsOf) };
  return { fields: { $holds: criteria } };
}

const ofCriteria = (criteria: Criteria | null): Conditions =>
  criteria === null ? {} : { $every: [conditionsOf(criteria)] };

/** One reach on one layout: what may be done with a record that is met by it. */
function reachRules(
  tab: CompiledTab,
  layout: string,
  visible: ReadonlySet<string>,
  bit: number,
  keys: string[],
  open: Conditions,
): Rule[] {
  const rights = tab.reaches[bit]?.rights;
  if (!rights || keys.length === 0) return [];
  const place = { layout: { $same: layout }, keys: { $meets: keys }, ...open, ...ofCriteria(tab.criteria) };
  const conditions = { ...place, deleted: { $same: false } };
  const edit = [...shared(rights.edit, visible)];
  const subject = tab.module;
  return [
    { action: 'read', subject, fields: [theRecord, ...visible], conditions },
    ...(edit.length > 0 ? [{ action: 'edit' as const, subject, fields: edit, conditions }] : []),
    ...(rights.delete ? [{ action: 'delete' as const, subject, conditions }] : []),
    ...(rights.copy ? [{ action: 'copy' as const, subject, conditions }] : []),
    ...(rights.restore ? [{ action: 'restore' as const, subject, conditions: place }] : []),
  ];
}

function tabRules(tab: CompiledTab, held: ReadonlyMap<string, number>, open: Conditions): Rule[] {
  return [...tab.layouts].flatMap(([layout, visible]): Rule[] => {
    const met = tab.reaches.flatMap((_, bit) => {
      const keys = [...held].filter(([, bits]) => (bits & (1 << bit)) !== 0).map(([key]) => key);
      return reachRules(tab, layout, visible, bit, keys, open);
    });
    if (tab.create === null) return met;
    const fields = [theRecord, ...shared(tab.create, visible)];
    return [...met, { action: 'create', subject: tab.module, fields, conditions: { layout: { $same: layout } } }];
  });
}

/** An ability in its public form, for one member: plain data, no rule where nothing is granted. */
export const caslRules = (ability: Ability, keys: MemberKeys): Rule[] => {
  const open = ability.kind === 'staff' ? {} : { restricted: { $same: false } };
  return [...ability.tabs.values()].flatMap((tab) => tabRules(tab, keys.get(tab.module) ?? new Map(), open));
};

/**
 * The rules as a CASL ability: the judge that `view` and the SQL condition are held against (law 5). A module may be
 * called `all` and means nothing by it; a field is matched by its name and never as a pattern.
 */
export const caslAbility = (rules: Rule[]): Genkan =>
  new CaslAbility<[Action, string | CaslRecord], Conditions>(rules, {
    conditionsMatcher: (conditions) => matcher(conditions as MongoQuery),
    fieldMatcher: (fields) => (name) => fields.includes(name),
    detectSubjectType: ({ module }) => module,
    anyAction: '*',
    anySubjectType: '*',
  });

export const caslRecord = ({ id, module, layout, fields, deleted, restricted, keys }: RecordState): CaslRecord => ({
  module,
  layout,
  fields,
  deleted,
  restricted,
  keys: [...keys, '*', `=${id}`],
});
