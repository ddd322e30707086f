import type { SettingChange } from '../changes.ts';
import type { Draft } from '../drafts.ts';
import type { Portal } from '../portal.ts';

/** A draft as it is from now on; null when it is gone. */
export const draftChange = (portal: Portal, id: string, after: Draft | null): SettingChange => ({
  kind: 'setting',
  part: 'draft',
  id,
  before: portal.drafts[id] ?? null,
  after,
});
