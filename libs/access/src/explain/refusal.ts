import type { Portal } from '@genkan/domain/portal';
import type { RecordState } from '@genkan/domain/records';
import type { Sight } from '@genkan/domain/sight';
import { abilityOf } from '../compile.ts';
import { whyUnseen, type Unseen } from '../explain.ts';
import { memberKeys } from '../member-keys.ts';
import { sightOf } from '../sight.ts';
import type { Situation } from './situation.ts';

/** What is asked of a member and a record: is it seen, is this field of it seen, may this be done with it. */
export type Asked =
  | { readonly may: 'view'; readonly field?: string | undefined }
  | { readonly may: 'edit'; readonly field: string }
  | { readonly may: 'delete' | 'copy' };

/** The rule that decided against it: the first one that does. */
export type Rule =
  'status' | 'tab' | 'layout' | 'reach' | 'suspended' | 'deleted' | 'restricted' | 'criteria' | 'field' | 'right';

function allows(sight: Sight, record: RecordState, asked: Asked): boolean {
  const view = sight.view(record);
  if (!view) return false;
  const { edit, ...rights } = sight.rights(record);
  if (asked.may === 'view') return asked.field === undefined || Object.hasOwn(view.fields, asked.field);
  return asked.may === 'edit' ? edit.has(asked.field) : rights[asked.may];
}

const withoutSuspensions = (portal: Portal): Portal => ({ ...portal, suspensions: {} });

/** A tab whose layouts are all unknown is no tab to the engine; to whom sets it up it is one without layouts. */
const hasTab = ({ portal, member }: Situation, module: string): boolean =>
  member.kind === 'portal-user' && Object.hasOwn(portal.userTypes[member.userType]?.tabs ?? {}, module);

function ruleFor(why: Unseen, at: Situation): Rule {
  switch (why) {
    case 'no-tab':
      return hasTab(at, at.record.module) && Object.hasOwn(at.portal.modules, at.record.module) ? 'layout' : 'tab';
    case 'no-reach': {
      const portal = withoutSuspensions(at.portal);
      const ability = abilityOf(portal, at.member);
      const keys = memberKeys(portal, ability, at.member, at.known);
      return whyUnseen(ability, keys, at.record) === 'no-reach' ? 'reach' : 'suspended';
    }
    default:
      return why;
  }
}

/** Null: it is allowed. Asked of the very engine that serves the member; only the naming of the rule is its own. */
export function refusalOf(at: Situation, asked: Asked): Rule | null {
  const { portal, member, record, known } = at;
  const ability = abilityOf(portal, member);
  const keys = memberKeys(portal, ability, member, known);
  const sight = sightOf(portal, ability, keys, member);
  if (allows(sight, record, asked)) return null;
  if (member.status !== 'active') return 'status';
  if (record.deleted) return 'deleted';
  if (record.restricted) return 'restricted';
  const why = whyUnseen(ability, keys, record);
  if (why) return ruleFor(why, at);
  const field = 'field' in asked ? asked.field : undefined;
  const seen = field === undefined || Object.hasOwn(sight.view(record)?.fields ?? {}, field);
  return seen ? 'right' : 'field';
}
