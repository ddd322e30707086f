import type { RoleName } from '@genkan/domain/roles';
import { companyName, contactOf, contactOfVendor, customers, personName } from './companies.ts';
import type { DemoType } from './setup.ts';

/** The one password of all demo sign-ins. Published: a server that holds a demo serves on loopback only. */
export const demoPassword = 'genkan-demo-2026';
export const demoSlug = 'demo';
export const demoCompany = 'Genkan Demo';

type Staff = { readonly email: string; readonly name: string; readonly role: RoleName };
export const administrator = { email: 'ann@genkan.example.com', name: 'Ann Ashdown' };
export const staff: readonly Staff[] = [
  { email: 'haruka@genkan.example.com', name: '西村 遥', role: 'portal-manager' },
  { email: 'tom@genkan.example.com', name: 'Tom Berg', role: 'sales' },
  { email: 'naoki@genkan.example.com', name: '高橋 直樹', role: 'sales' },
];

type Outsider = { readonly email: string; readonly type: DemoType; readonly contact: number };
const outsider = (type: DemoType, place: number, contact: number): Outsider => ({
  email: `${type}${place}@${type}s.example.com`,
  type,
  contact,
});

/** Number 1 and 2 of the partners, and of the clients, work at the same company. */
export const outsiders: readonly Outsider[] = [
  outsider('partner', 1, contactOf(customers, 0)),
  outsider('partner', 2, contactOf(customers, 1)),
  outsider('partner', 3, contactOf(customers + 1, 0)),
  outsider('partner', 4, contactOf(customers + 2, 0)),
  outsider('client', 1, contactOf(0, 0)),
  outsider('client', 2, contactOf(0, 1)),
  outsider('client', 3, contactOf(45, 0)),
  outsider('vendor', 1, contactOfVendor(0)),
  outsider('vendor', 2, contactOfVendor(1)),
];

/** A sign-in to try, with what it is. */
export type DemoSignIn = { readonly email: string; readonly is: string };

/** Fixed, so that they can be told again for a demo that stands. */
export const demoSignIns: readonly DemoSignIn[] = [
  { email: administrator.email, is: `administrator, ${administrator.name}` },
  ...staff.map(({ email, name, role }) => ({ email, is: `${role}, ${name}` })),
  ...outsiders.map(({ email, type, contact }) => ({
    email,
    is: `${type}, ${personName(contact)} of ${companyName(contact)}`,
  })),
];
