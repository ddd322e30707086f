import { profile } from './portal.ts';

/** The part of a portal's address that names it: lower-case letters, digits and hyphens. */
export const slug = profile.shape.slug;

const reserved: ReadonlySet<string> = new Set(
  `admin api app apps asset assets auth catalogue command commands console docs download favicon health help image
  images import imports install login logout mail metrics new null openapi operator ops portal portals public query
  records root settings sign-in signin sign-out signout sign-up signup socket-io static status support system undefined
  www`.split(/\s+/),
);
export const isReserved = (text: string): boolean => reserved.has(text);

/** Where names and addresses are claimed: once in the whole installation (S0-26). */
export const nameScope = 'installation:name';
export const slugScope = 'installation:slug';

/** Names that look alike are the same name: NFKC, lower case, single blanks. */
export const nameClaim = (name: string): string => name.normalize('NFKC').toLowerCase().trim().replace(/\s+/g, ' ');

/** The ASCII letters, digits and hyphens of a name; null when too little is left, as of most Japanese names (S0-24). */
export function slugFor(name: string): string | null {
  const kept = nameClaim(name)
    .replace(/[^a-z0-9]+/g, '-')
    .slice(0, 60);
  const trimmed = kept.replace(/^-/, '').replace(/-$/, '');
  return trimmed.length < 2 || isReserved(trimmed) ? null : trimmed;
}
