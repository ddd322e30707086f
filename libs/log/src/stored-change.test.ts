import { describe, expect, test } from '@jest/globals';
import { redone, stored, undone } from './stored-change.ts';
import { changed, created, record } from './test/turns.ts';

describe('a restriction in the log', () => {
  const plain = record({ Stage: 'New' });
  const restricted = { ...plain, restricted: true };

  test('[PV4] a record that never was restricted is stored, and hashed, as before there were restrictions', () => {
    expect(Object.keys(stored(created(plain)).after ?? {})).not.toContain('restricted');
    expect(redone(stored(created(plain)), null)).toEqual(plain);
  });

  test('[PV4] restricting and lifting are changes that can be gone over in both directions', () => {
    for (const [before, after] of [
      [plain, restricted],
      [restricted, plain],
      [null, restricted],
    ] as const) {
      const change = stored(changed(before, after));
      expect(redone(change, before)).toEqual(after);
      expect(undone(change, after)).toEqual(before);
    }
  });
});
