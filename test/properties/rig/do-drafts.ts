import type { Draft, Tabs } from '../../oracle/shapes.ts';
import { configure, dropReach, hide, settable } from './do-user-types.ts';
import { applied, configured, one, type Doing } from './doing.ts';
import { fresh } from './ground.ts';
import type { World } from './world.ts';

/** One or two user types otherwise than they are: a field or a reach less, or a tab. */
function changed(world: World, pick: number): Draft['userTypes'] {
  const types = [one(configured(world), pick), one(configured(world), pick + 1)];
  const all = types.slice(0, 1 + (pick % 2)).flatMap((type): (readonly [string, Tabs])[] => {
    const [module, tab] = one(Object.entries(type?.tabs ?? {}), pick) ?? [];
    if (!type || module === undefined || !tab) return [];
    const { [module]: _, ...others } = type.tabs;
    const mended = one([hide, dropReach], pick)?.(tab, pick, tab, []);
    return [[type.id, settable(world, mended ? { ...type.tabs, [module]: mended } : others)]];
  });
  return Object.fromEntries(all);
}

async function saved(world: World, pick: number): Promise<string | null> {
  const userTypes = changed(world, pick);
  if (Object.keys(userTypes).length === 0) return null;
  const made = await world.send(world.administrator, { name: 'save-draft', input: { name: fresh(), userTypes } });
  return applied(made.code) ? String(made.result['draft']) : null;
}

/** Nobody sees anything else by it. */
export const saveDraft: Doing = async (world, { a }) => (await saved(world, a)) !== null;

/** The one that waits longest, or a fresh one; where its user types changed meanwhile it is put on what they are now. */
export const applyDraft: Doing = async (world, { a, b }) => {
  const old = b % 2 ? Object.keys(world.now.drafts)[0] : undefined;
  const draft = old ?? (await saved(world, a));
  if (draft === null) return false;
  const by = world.administrator;
  const { code } = await world.send(by, { name: 'apply-draft', input: { draft } });
  if (code !== 'conflict') return applied(code);
  const userTypes = Object.fromEntries(
    Object.entries(world.now.drafts[draft]?.userTypes ?? {}).map(([id, tabs]) => [id, settable(world, tabs)]),
  );
  await world.send(by, { name: 'save-draft', input: { draft, name: fresh(), userTypes, rebase: true } });
  return applied((await world.send(by, { name: 'apply-draft', input: { draft } })).code);
};

/** It takes effect by itself, at its time. */
export const scheduleDraft: Doing = async (world, { a }) => {
  const draft = await saved(world, a);
  return draft !== null && applied((await world.schedule(draft)).code);
};

/** Back to a setup it had; if it had but one, it gets another first. */
export const revertUserType: Doing = async (world, { a, b }) => {
  const type = one(configured(world), a);
  if (!type) return false;
  if ((world.now.setups[type.id] ?? []).length < 2) {
    const [id, tabs] = Object.entries(changed(world, a))[0] ?? [];
    if (id !== undefined && tabs) await configure(world, id, tabs);
  }
  const to = one((world.now.setups[type.id] ?? []).slice(0, -1), b);
  if (!to) return false;
  const input = { userType: type.id, to: to.from };
  return applied((await world.send(world.administrator, { name: 'revert-user-type', input })).code);
};
