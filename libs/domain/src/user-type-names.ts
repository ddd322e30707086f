import type { Portal } from './portal.ts';
import { Rejected } from './rejected.ts';
import { nameClaim } from './slugs.ts';

/** Two user types of a portal never have names that look alike. */
export function refuseTakenTypeName({ userTypes }: Portal, name: string, self: string | null): void {
  const taken = Object.values(userTypes).some((one) => one.id !== self && nameClaim(one.name) === nameClaim(name));
  if (taken)
    throw new Rejected('name-taken', undefined, { issues: [{ path: 'name', message: 'Choose another name.' }] });
}
