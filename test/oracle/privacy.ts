import { changeRow, told, withModule, withRow } from './changing.ts';
import type { Acked, Command } from './commands.ts';
import { managedModules, withSubject } from './managed.ts';
import { someTime, type Row, type State, type Value } from './shapes.ts';

type Fields = Readonly<Record<string, Value>>;
export type PrivacyCommand = Extract<
  Command,
  {
    name:
      | 'configure-privacy'
      | 'restrict-record'
      | 'announce-lifting'
      | 'lift-restriction'
      | 'file-data-request'
      | 'ask-for-identity'
      | 'verify-identity'
      | 'start-data-request'
      | 'complete-data-request';
  }
>;

type Filing = {
  readonly id: string;
  readonly subject: Pick<Row, 'module' | 'id'>;
  readonly by: string;
  readonly fields: Fields;
};

/** Art. 12(3): it stores when it was received and until when it must be answered. */
function filed(state: State, { id, subject, by, fields }: Filing): State {
  const due = { ReceivedAt: someTime, DueOn: someTime, DueUntil: someTime, Extended: false, Overdue: false };
  return withRow(withSubject(state, subject.module), {
    id,
    module: 'DataRequests',
    layout: 'Standard',
    fields: { [subject.module]: subject.id, ...due, ...fields },
    createdBy: by,
    deleted: false,
  });
}

const set = (state: State, id: string, fields: Fields): State =>
  changeRow(state, id, (row) => ({ ...row, fields: { ...row.fields, ...fields } }));

/** The request by which a record is restricted: the last one that was done, and is not lifted. */
const restricting = (state: State, id: string): Row | undefined =>
  [...state.rows.values()].findLast(
    ({ module, fields }) =>
      module === 'DataRequests' &&
      fields['Outcome'] === 'Restricted' &&
      !('LiftedAt' in fields) &&
      Object.values(fields).includes(id),
  );

const subjectOf = (state: State, request: string): string => {
  const { fields } = state.rows.get(request) ?? { fields: {} as Fields };
  const id = Object.values(fields).findLast((value) => typeof value === 'string' && state.rows.has(value));
  return typeof id === 'string' ? id : '';
};

/** Art. 18: store only. What portal users saw of it they see no more. */
const restrict = (state: State, id: string): State => changeRow(state, id, (row) => ({ ...row, restricted: true }));

function lift(state: State, id: string): State {
  const request = restricting(state, id);
  const lifted = changeRow(state, id, (row) => ({ ...row, restricted: false, liftingAnnounced: false }));
  return request ? set(lifted, request.id, { LiftedAt: someTime }) : lifted;
}

function complete(state: State, request: string, notice: string | undefined): State {
  const answered = {
    Status: 'Done',
    AnsweredAt: someTime,
    Outcome: 'Restricted',
    ...(notice ? { Notice: notice } : {}),
  };
  return restrict(set(state, request, answered), subjectOf(state, request));
}

/** What an applied command of the privacy officer, or of a person about himself, leaves behind. */
export function foldPrivacy(state: State, acked: Acked, command: PrivacyCommand): State {
  switch (command.name) {
    case 'configure-privacy':
      return managedModules.reduce(withModule, { ...state, compliance: command.input.compliance });
    case 'restrict-record': {
      const { reason } = command.input;
      if (state.rows.get(command.input.id)?.restricted) return state;
      const done = { Kind: 'Stop', Status: 'Done', FiledBy: 'Officer', Outcome: 'Restricted', AnsweredAt: someTime };
      const fields = { ...done, ...(reason ? { Details: reason } : {}) };
      const request = { id: told(acked, 'request'), subject: command.input, by: acked.by, fields };
      return restrict(filed(state, request), command.input.id);
    }
    case 'announce-lifting': {
      const { id, reason } = command.input;
      const request = restricting(state, id);
      const announced = changeRow(state, id, (row) => ({ ...row, liftingAnnounced: true }));
      const fields = { LiftingAnnounced: someTime, LiftingReason: reason };
      return request ? set(announced, request.id, fields) : announced;
    }
    case 'lift-restriction':
      return lift(state, command.input.id);
    case 'file-data-request': {
      const { kind, details } = command.input;
      const member = state.members[acked.by];
      if (member?.kind !== 'portal-user') throw new Error('The oracle knows requests of portal users only.');
      const fields = { Kind: kind, Status: 'Received', FiledBy: 'Subject', ...(details ? { Details: details } : {}) };
      const subject = { module: member.module, id: member.record };
      return filed(state, { id: told(acked, 'request'), subject, by: acked.by, fields });
    }
    case 'ask-for-identity':
      return set(state, command.input.request, { Status: 'IdentityPending', IdentityAsked: command.input.ask });
    case 'verify-identity':
      return set(state, command.input.request, { Status: 'Verified', IdentityMethod: command.input.method });
    case 'start-data-request':
      return set(state, command.input.request, { Status: 'InProgress' });
    case 'complete-data-request':
      return complete(state, command.input.request, command.input.notice);
    default:
      return command satisfies never;
  }
}
