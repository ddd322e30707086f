import { expect, test } from '@jest/globals';
import { emptyPortal } from '@genkan/domain/changes';
import type { Portal } from '@genkan/domain/portal';
import { Unfinished } from './unfinished.ts';

const due = { due: { rule: 'Hot', leads: ['a'], cause: 'c' } };
const waiting: Portal = { ...emptyPortal('waits'), conversionsDue: due };

test('[SV118] what a portal waits for is begun by a node that saw it waiting before, and not by one that sees it first', () => {
  const begun: string[] = [];
  let portals: readonly Portal[] = [emptyPortal('idle'), waiting];
  const watch = new Unfinished(() => portals, { maintain: ({ id }) => void begun.push(id) }, false, 1_000_000);
  watch.look();
  expect(begun).toEqual([]);
  watch.look();
  expect(begun).toEqual(['waits']);
  portals = [emptyPortal('waits')];
  watch.look();
  portals = [waiting];
  watch.look();
  expect(begun).toEqual(['waits']);
  watch.stop();
});
