import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { View } from '@genkan/domain/sight';
import type { Fragment } from './fragment.ts';
import { OutboxTree, type OutboxNode } from './outbox.ts';
import { difference } from './project.ts';
import { changeText } from './wire-text.ts';

const view = (id: string, amount: number): View => ({ id, layout: 'Standard', fields: { Amount: amount }, may: 0 });
const fragment = (id: string, seen: View | null, shown: View | null): Fragment => ({
  module: 'Deals',
  id,
  seen,
  shown,
  text: changeText('Deals', difference(seen, shown)!),
});
const told = (tree: OutboxTree, ...list: Fragment[]): OutboxNode =>
  list.reduce<OutboxNode | null>((node, one) => tree.add(node, one), null)!;

test('[OB1] lists with the same fragments in the same order are one node, others are not', () => {
  const tree = new OutboxTree();
  const [a, b] = [fragment('a', null, view('a', 1)), fragment('b', null, view('b', 1))];
  expect(told(tree, a, b)).toBe(told(tree, a, b));
  expect(told(tree, a, b)).not.toBe(told(tree, b, a));
  expect(told(tree, a, b).packet('t')).toBe(told(tree, a, b).packet('t'));
});

test('[OB2] a frame says only the net of each record', () => {
  const tree = new OutboxTree();
  const came = fragment('a', null, view('a', 1));
  const grew = fragment('a', view('a', 1), view('a', 2));
  const back = fragment('a', view('a', 2), view('a', 1));
  const went = fragment('a', view('a', 2), null);
  const other = fragment('b', null, view('b', 1));
  expect(JSON.parse(told(tree, came, other, grew).packet('t').socketIo.slice(1))).toEqual([
    'frame',
    {
      token: 't',
      changes: [
        { op: 'put', module: 'Deals', ...view('b', 1) },
        { op: 'put', module: 'Deals', ...view('a', 2) },
      ],
      answers: [],
    },
  ]);
  expect(told(tree, came, grew, went).changes).toBe('');
  expect(told(tree, grew, back).changes).toBe('');
});

test('[OB3] the net of any list takes a client where the list itself would have taken it', () => {
  const anyState = fc.option(fc.nat({ max: 3 }), { freq: 2 });
  fc.assert(
    fc.property(
      fc.array(fc.tuple(fc.constantFrom('a', 'b', 'c'), anyState), { minLength: 1, maxLength: 20 }),
      (steps) => {
        const tree = new OutboxTree();
        const held = new Map<string, View>();
        const before = new Map(held);
        const list = steps.flatMap(([id, amount]) => {
          const seen = held.get(id) ?? null;
          const shown = amount === null ? null : view(id, amount);
          if (shown) held.set(id, shown);
          else held.delete(id);
          return difference(seen, shown) ? [fragment(id, seen, shown)] : [];
        });
        if (list.length === 0) return;
        type Told = { op: string; id: string; fields?: Record<string, number> };
        for (const change of JSON.parse(`[${told(tree, ...list).changes}]`) as Told[]) {
          if (change.op === 'remove') expect(before.delete(change.id)).toBe(true);
          else {
            expect(before.has(change.id)).toBe(change.op === 'patch');
            before.set(change.id, view(change.id, change.fields!['Amount']!));
          }
        }
        expect(new Map([...before].sort())).toEqual(new Map([...held].sort()));
      },
    ),
  );
});

test('[OB4] a list counts its bytes, so that what is unsent has a limit', () => {
  const tree = new OutboxTree();
  const one = fragment('a', null, view('a', 1));
  const two = fragment('b', null, view('b', 1));
  expect(told(tree, one).bytes).toBeGreaterThan(one.text.length);
  expect(told(tree, one, two).bytes).toBe(told(tree, one).bytes + told(tree, two).bytes);
});
