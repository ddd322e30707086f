import { z } from 'zod';

/** What a member of staff may do to the portal itself; the list is closed. */
export const staffRight = z.enum([
  'create-portal',
  'configure',
  'manage-members',
  /** To change the portal's address and its options. */
  'manage-portal',
  /** To see and change what the plan gives: seats, prices. */
  'manage-licences',
  'manage-staff',
  'end-sessions',
  'import',
  'watch-log',
  /** Compliance, lawful bases, consent forms and the requests of data subjects. */
  'manage-privacy',
  'manage-conversion',
  /** To turn leads into contacts, as far as he may edit the one and create the other. */
  'convert-leads',
  /** To finish what runs in the background: keys filled, a path completed, a suspension lifted. */
  'maintain',
]);
export type StaffRight = z.infer<typeof staffRight>;

export const roleName = z.enum(['administrator', 'portal-manager', 'sales']);
export type RoleName = z.infer<typeof roleName>;

type RecordRights = { create: boolean; edit: boolean; delete: boolean; restore: boolean };
export type Role = { readonly rights: readonly StaffRight[]; readonly records: RecordRights };

/** The three built-in staff roles, as data (DECISIONS). Staff see all records and fields. */
export const roles: Readonly<Record<RoleName, Role>> = {
  administrator: { rights: staffRight.options, records: { create: true, edit: true, delete: true, restore: true } },
  'portal-manager': {
    rights: ['configure', 'manage-members', 'end-sessions', 'import', 'watch-log', 'convert-leads'],
    records: { create: true, edit: true, delete: false, restore: true },
  },
  sales: { rights: ['import', 'convert-leads'], records: { create: true, edit: true, delete: true, restore: true } },
};
