import { cookieAuth, resumeSession, type Session } from 'genkan/sign-in';

const place = 'genkan-member';

/** What a member may see is kept in this browser under his own name, until he signs out. */
export const storeOf = (member: string): string => `genkan-${member}`;

export const keepMember = (member: string): void => localStorage.setItem(place, member);

/** Nothing of what he saw or wrote stays here. */
export function forgetStore(member: string): Promise<void> {
  localStorage.removeItem(place);
  return new Promise((resolve) => {
    const deleting = indexedDB.deleteDatabase(storeOf(member));
    deleting.onsuccess = deleting.onerror = deleting.onblocked = () => resolve();
  });
}

/** Who was here last, while nobody can be asked: he sees what his store holds, and his cookie is judged at the first contact. */
export function sessionKept(url: string): Session | null {
  const id = localStorage.getItem(place);
  if (id === null) return null;
  const signOut = async () => (await resumeSession(url))?.signOut();
  return { auth: cookieAuth(url), member: { id, kind: 'portal-user' }, signOut };
}
