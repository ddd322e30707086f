import { house, id, kim, tab, userType } from '@genkan/access/test/house';
import { idOf, keyed, type World } from '@genkan/access/test/arbitraries';
import type { Change } from '@genkan/domain/changes';
import type { Member, PortalUser } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import type { UserType } from '@genkan/domain/user-types';
import type { History } from './history.ts';

export { id, kim, tab };

/** Lee is tied to another contact and of the same user type. */
export const lee: PortalUser = { ...kim, id: idOf(9, 2), email: 'lee@example.com', record: id.lee };
export const clerk: Member = {
  kind: 'staff',
  id: id.staff,
  email: 'clerk@example.com',
  status: 'active',
  sessionsEnded: 0,
  name: 'Clerk',
  roles: ['administrator'],
};

/** A deal of Kim's agent. */
export const dealOf = (nth: number, fields: RecordState['fields'] = {}): RecordState => ({
  id: idOf(3, nth),
  module: 'Deals',
  layout: 'Standard',
  fields: { Stage: 'New', Amount: nth, Agent: id.agent, Owner: id.lee, ...fields },
  createdBy: id.staff,
  owner: null,
  deleted: false,
  restricted: false,
  keys: [],
});

/** The house with so many deals of Kim's agent in it; Kim, Lee and a clerk. */
export function dealsWorld(deals: number, tabs: UserType['tabs'] = { Deals: tab() }): World {
  const { portal, records } = house({ tabs });
  const more = Array.from({ length: deals - 1 }, (_, nth) => dealOf(nth + 2));
  return { portal, records: keyed(portal, [...records, ...more]), members: [kim, lee, clerk] };
}

export const present = (history: History, one: string): RecordState => history.now.records.get(one)!;

/** Sets fields of a record in one entry. */
export const update = (history: History, one: string, fields: RecordState['fields']): Promise<number> => {
  const row = present(history, one);
  return history.put([{ ...row, fields: { ...row.fields, ...fields } }]);
};

/** Another setup of the user type, as the row change it is. */
export function retype(history: History, tabs: UserType['tabs']): Change {
  const before = history.now.portal.userTypes[id.userType]!;
  return { kind: 'setting', part: 'user-type', id: before.id, before, after: userType(tabs) };
}

export const alter = (before: Member, change: Partial<PortalUser>): Change => ({
  kind: 'member',
  before,
  after: { ...before, ...change } as Member,
});
