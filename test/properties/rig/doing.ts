import type { Member, PortalUser, Row } from '../../oracle/shapes.ts';
import { texts } from './ground.ts';
import type { World } from './world.ts';

/** Three numbers that are read against the portal as it stands when their turn comes. */
export type Picks = { readonly a: number; readonly b: number; readonly c: number };
/** True when there was something to do it to. */
export type Doing = (world: World, picks: Picks) => Promise<boolean>;

export const one = <T>(all: readonly T[], pick: number): T | undefined => all[pick % Math.max(all.length, 1)];
export const applied = (code: string): boolean => code === 'applied';
export const rows = (world: World, wanted: (row: Row) => boolean): readonly Row[] =>
  [...world.now.rows.values()].filter(wanted);
export const alive = (world: World): readonly Row[] =>
  rows(world, ({ deleted, module }) => !deleted && module in texts);
export const portalUsers = (world: World, status: Member['status'] = 'active') =>
  world.members('portal-user', status) as PortalUser[];
export const staff = (world: World, pick: number): string =>
  one(world.members('staff'), pick)?.id ?? world.administrator;
export const door = (pick: number): 'http' | 'socket' => (pick % 2 === 0 ? 'socket' : 'http');

export const configured = (world: World) =>
  Object.values(world.now.userTypes).filter(({ tabs }) => Object.keys(tabs).length > 0);

export const targetsOf = (world: World, module: string): readonly Row[] =>
  rows(world, (row) => !row.deleted && row.module === module);
