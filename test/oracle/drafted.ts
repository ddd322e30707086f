import { withTabs } from './changing.ts';
import type { Inputs } from './commands.ts';
import type { Draft, State } from './shapes.ts';

const baseOf = (state: State, userTypes: Draft['userTypes']): Draft['base'] =>
  Object.fromEntries(Object.keys(userTypes).map((id) => [id, state.userTypes[id]?.tabs]));

/** Written down, and nobody sees anything else by it. Saved again, it stands on what it stood on, unless rebased. */
export function saveDraft(state: State, id: string, { userTypes, rebase }: Inputs['save-draft']): State {
  const before = state.drafts[id];
  const base = { ...baseOf(state, userTypes), ...(rebase ? {} : before?.base) };
  return { ...state, drafts: { ...state.drafts, [id]: { userTypes, base } } };
}

/** Whether a user type of this draft was set up otherwise since. */
export const isStale = (state: State, { base }: Draft): boolean =>
  Object.entries(base).some(([id, tabs]) => JSON.stringify(state.userTypes[id]?.tabs) !== JSON.stringify(tabs));

/** All its user types change at once, and the draft is done with. */
export function applyDraft(state: State, sequence: number, id: string): State {
  const { [id]: draft, ...drafts } = state.drafts;
  if (draft === undefined) throw new Error(`The oracle knows no draft ${id}.`);
  return Object.entries(draft.userTypes).reduce<State>(
    (now, [userType, tabs]) => withTabs(now, sequence, userType, tabs),
    { ...state, drafts },
  );
}

/** The setup a user type had at an earlier place is its setup again. */
export function revert(state: State, sequence: number, { userType, to }: Inputs['revert-user-type']): State {
  const then = state.setups[userType]?.findLast(({ from }) => from <= to);
  return withTabs(state, sequence, userType, then?.tabs ?? {});
}
