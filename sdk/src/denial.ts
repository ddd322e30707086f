import type { Ability, Judgement, RecordAction } from './ability.ts';

/** Why this member may not: derived from what he may see, so it tells nothing he does not know. */
export type Denial = Omit<Judgement, 'allowed'> & {
  readonly action: string;
  readonly subject: string;
  readonly field?: string;
};

const actions = ['create', 'update', 'delete', 'restore'] as const satisfies readonly RecordAction[];

/** The rule behind a refusal for lack of right, as far as this member's own ability tells it. */
export function denialOf(ability: Ability, name: string, input: unknown): Denial {
  const { module, id, set, fields }: { module?: string; id?: string; set?: object; fields?: object } = Object(input);
  const action = actions.find((each) => `${each}-record` === name) ?? 'issue';
  const subject = (action === 'issue' ? null : module) ?? name;
  const on = id === undefined ? {} : { id };
  const field = Object.keys(set ?? fields ?? {}).find(
    (each) => action !== 'issue' && !ability.can(action, subject, { ...on, field: each }),
  );
  const closed = field === undefined ? {} : { field };
  const { from, rule } = ability.why(action, subject, { ...on, ...closed });
  return { action, subject, ...closed, from, rule };
}
