import { block, canvasWithin, type Block } from '@genkan/domain/canvas';
import type { Layout } from '@genkan/domain/modules';
import type { Ability } from './ability.ts';

/** Whether a block is there for whoever holds the ability; its fields are judged one by one. */
function isFor({ kind, tabs }: Ability, one: Block): boolean {
  switch (one.kind) {
    case 'fields':
    case 'text':
      return true;
    case 'related':
      return [...(tabs.get(one.module)?.layouts.values() ?? [])].some((visible) => visible.has(one.lookup));
    case 'link':
    case 'button':
      return kind === 'staff'; // S0-55
    default:
      return one satisfies never;
  }
}

/**
 * The blocks of a layout's canvas as the holder of an ability is given them: nothing of what he does not see is in them
 * (law 7). Null: none is left. Parsed, because a database does not keep the order of names and cards are compared as text.
 */
export function canvasFor(
  ability: Ability,
  { canvas }: Pick<Layout, 'canvas'>,
  visible: ReadonlySet<string>,
): Block[] | null {
  const left = canvas ? canvasWithin(canvas, visible, (one) => isFor(ability, one)) : null;
  return left && left.blocks.map((one) => block.parse(one));
}
