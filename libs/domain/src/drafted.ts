import { isDeepStrictEqual } from 'node:util';
import type { Draft } from './drafts.ts';
import type { Portal } from './portal.ts';
import { Rejected } from './rejected.ts';
import type { Issue } from './rejected.ts';
import { setupIssues } from './setup-issues.ts';
import type { UserType } from './user-types.ts';

/** Without names that hold nothing, as a database gives it back. */
const plain = (setup: unknown): unknown => (setup === undefined ? null : JSON.parse(JSON.stringify(setup)));
export const sameSetup = (a: unknown, b: unknown): boolean => isDeepStrictEqual(plain(a), plain(b));

/** The user types as a draft would have them, those that are no more left out. */
export const draftedTypes = ({ userTypes }: Portal, draft: Draft): readonly UserType[] =>
  Object.entries(draft.userTypes).flatMap(([id, { tabs }]) => {
    const type = userTypes[id];
    return type ? [{ ...type, tabs }] : [];
  });

/** The portal as it would be: what the engine is asked with, before and when it is applied. */
export const draftedPortal = (portal: Portal, draft: Draft): Portal => ({
  ...portal,
  userTypes: {
    ...portal.userTypes,
    ...Object.fromEntries(draftedTypes(portal, draft).map((type) => [type.id, type])),
  },
});

export function draftNamed({ drafts }: Portal, id: string): Draft {
  const found = Object.hasOwn(drafts, id) ? drafts[id] : undefined;
  if (!found) throw new Rejected('not-found');
  return found;
}

/** What is wrong with the setups of a draft, by user type. */
export const draftIssues = (portal: Portal, draft: Draft): Issue[] =>
  draftedTypes(portal, draft).flatMap((type) =>
    setupIssues(portal, type).map(({ path, message }) => ({ path: `userTypes.${type.id}.${path}`, message })),
  );
