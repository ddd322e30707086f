import { id } from './world.ts';

const tab = {
  layouts: { Standard: ['Name', 'Stage'] },
  view: 'list',
  criteria: { and: [{ field: 'Stage', is: 'in', value: ['Won', 'Lost'] }] },
  reaches: [{ kind: 'related', path: 'Contact', own: [], edit: ['Stage'], delete: true, copy: false }],
  create: ['Name'],
};
const field = { name: 'Colour', label: 'Colour', type: 'choice', choices: ['Red', 'Blue'], default: 'Red' };

/** A sound input for every command, with every optional part. */
export const inputs: Readonly<Record<string, unknown>> = {
  'create-portal': {
    company: 'Example Ltd',
    name: 'Example',
    slug: 'example',
    plan: 'enterprise',
    currency: 'EUR',
    locale: 'en-GB',
    zone: 'Europe/Berlin',
    administrator: { email: 'admin@example.com', name: 'Admin' },
  },
  'define-module': { name: 'Agents', label: 'Agents' },
  'define-field': { module: 'Deals', field, layouts: ['Standard'] },
  'define-layout': { module: 'Deals', layout: { name: 'Brief', label: 'Brief', fields: ['Name'] } },
  'define-path': { module: 'Deals', steps: ['Account', 'Contact'] },
  'complete-path': { module: 'Deals', path: 'Account.Contact' },
  'lift-suspension': { suspension: 'some-key' },
  'create-user-type': { name: 'Partner', base: 'Contacts' },
  'configure-user-type': { userType: id(10), name: 'Partner', tabs: { Deals: tab } },
  'delete-user-type': { userType: id(10) },
  'add-staff': { email: 'staff@example.com', name: 'Staff', roles: ['sales'] },
  'add-member': { userType: id(10), record: id(11), email: 'someone@example.net' },
  'move-member': { member: id(12), userType: id(10) },
  'deactivate-member': { member: id(12) },
  'reactivate-member': { member: id(12) },
  'remove-member': { member: id(12) },
  'end-sessions': { member: id(12) },
  'create-record': { module: 'Deals', layout: 'Standard', fields: { Name: 'Bridge' }, externalId: 'x-1' },
  'update-record': { module: 'Deals', id: id(13), set: { Name: 'Bridge' }, base: { Name: 'Road' }, layout: 'Standard' },
  'delete-record': { module: 'Deals', id: id(13) },
  'restore-record': { module: 'Deals', id: id(13) },
  'import-records': {
    module: 'Deals',
    rows: [{ externalId: 'x-1', layout: 'Standard', fields: { Name: 'Bridge', Contact: { external: 'c-1' } } }],
  },
  'rekey-records': { module: 'Deals', ids: [id(13)] },
};
