import { changeMember, portalUsersOf } from './changing.ts';
import type { Command, Inputs } from './commands.ts';
import { targetType } from './converted.ts';
import { isStale } from './drafted.ts';
import type { Expected } from './expected.ts';
import type { Member, State } from './shapes.ts';

const baseOf = (state: State, userType: string): string | undefined => state.userTypes[userType]?.base;

/** S0-17, S0-18, S0-90, S0-92: one seat for each user of an additional type who was not removed. */
const seatsTaken = (state: State): number =>
  portalUsersOf(state, ({ userType }) => userType !== state.defaultType).length;
const seatsLeft = (state: State): number =>
  state.licence === null ? Infinity : state.licence.seats - seatsTaken(state);

/** Art. 18: no type migration while the person's record is stored and nothing else. */
const isRestricted = (state: State, member: Member | undefined): boolean =>
  member?.kind === 'portal-user' && state.rows.get(member.record)?.restricted === true;

/** DECISIONS: the same base module only. Moving into the pool of additional types takes a seat. */
function judgeMove(state: State, id: string, userType: string): Expected | null {
  const member = state.members[id];
  if (member?.kind !== 'portal-user' || member.status === 'removed') return 'refused';
  if (isRestricted(state, member)) return 'refused';
  if (baseOf(state, userType) !== member.module)
    return baseOf(state, userType) === undefined ? 'refused' : 'wrong-base';
  const takes = member.userType === state.defaultType && userType !== state.defaultType;
  return takes && seatsLeft(state) < 1 ? 'limit-reached' : 'applied';
}

/** Moving many tells each row, judged on what the rows before it left; in words, the first that is not what must come of it. */
export function surpriseOfMoves(
  start: State,
  { members, userType }: Inputs['move-members'],
  told: readonly { readonly outcome: string; readonly code?: string }[],
): string | null {
  if (told.length !== members.length) return `${told.length} answers to ${members.length} rows`;
  let state = start;
  for (const [at, id] of members.entries()) {
    const expected = judgeMove(state, id, userType);
    const member = state.members[id];
    const stays = member?.kind === 'portal-user' && member.userType === userType;
    const outcome = expected !== 'applied' ? 'refused' : stays ? 'unchanged' : 'moved';
    if (told[at]?.outcome !== outcome) return `row ${at} was ${told[at]?.outcome} (${told[at]?.code}), not ${outcome}`;
    if (outcome === 'moved') state = changeMember(state, id, { userType });
  }
  return null;
}

/** S0-28, S0-87 to S0-89: the default one stays; one with users goes by moving them. */
function judgeDeletion(state: State, { userType, moveTo }: Inputs['delete-user-type']): Expected | null {
  if (baseOf(state, userType) === undefined) return 'refused';
  const users = portalUsersOf(state, (one) => one.userType === userType);
  if (users.some((one) => isRestricted(state, one))) {
    // Art. 18 refuses it too, or they alone stay: which refusal comes first is not said.
    return userType === state.defaultType || moveTo === undefined ? 'refused' : null;
  }
  if (userType === state.defaultType) return 'default-type';
  if (moveTo === undefined) return users.length === 0 ? 'applied' : 'type-in-use';
  if (moveTo === userType || baseOf(state, moveTo) === undefined) return 'refused';
  return baseOf(state, moveTo) === baseOf(state, userType) ? 'applied' : 'wrong-base';
}

/** S0-84, S0-85; a lead is met only while it is one, and not while it is restricted. */
function judgeConversion(state: State, { lead, userType, account }: Inputs['convert-lead']): Expected | null {
  const row = state.rows.get(lead);
  if (row?.module !== 'Leads' || row.deleted) return 'refused';
  if (row.restricted) return 'restricted';
  const other = account && 'id' in account ? state.rows.get(account.id) : undefined;
  if (account && 'id' in account && (other?.module !== 'Accounts' || other.deleted)) return 'refused';
  if (other?.restricted) return 'restricted';
  if (userType !== undefined && baseOf(state, userType) !== 'Contacts') return 'refused';
  const tied = portalUsersOf(state, ({ record }) => record === lead);
  return tied.length > 0 && targetType(state, userType) === undefined ? 'invalid' : 'applied';
}

function judgeRestriction(
  state: State,
  name: 'restrict-record' | 'announce-lifting' | 'lift-restriction',
  { module, id }: Inputs['lift-restriction'],
): Expected | null {
  const row = state.rows.get(id);
  if (row?.module !== module || row.deleted || !state.compliance) return 'not-found';
  if (name === 'restrict-record') return 'applied';
  if (!row.restricted) return name === 'announce-lifting' ? 'refused' : null;
  // Art. 18(3): the person is told before.
  return name === 'announce-lifting' || row.liftingAnnounced ? 'applied' : 'refused';
}

/** What must come of the administrator's commands, as far as the rules decide it. */
export function judgeSettings(state: State, command: Command): Expected | null {
  switch (command.name) {
    case 'create-user-type': {
      const types = Object.keys(state.userTypes).length;
      return state.licence !== null && types >= state.licence.maxUserTypes ? 'limit-reached' : null;
    }
    case 'delete-user-type':
      return judgeDeletion(state, command.input);
    case 'add-member': {
      const { record, userType } = command.input;
      if (state.rows.get(record)?.restricted) return 'refused';
      return userType !== state.defaultType && seatsLeft(state) < 1 ? 'limit-reached' : null;
    }
    case 'move-member':
      return judgeMove(state, command.input.member, command.input.userType);
    case 'move-members':
      return baseOf(state, command.input.userType) === undefined ? 'refused' : 'applied';
    case 'apply-draft': {
      const draft = state.drafts[command.input.draft];
      return draft === undefined ? 'refused' : isStale(state, draft) ? 'conflict' : null;
    }
    case 'convert-lead':
      return judgeConversion(state, command.input);
    case 'restrict-record':
    case 'announce-lifting':
    case 'lift-restriction':
      return judgeRestriction(state, command.name, command.input);
    default:
      return null;
  }
}
