import { isDeepStrictEqual } from 'node:util';
import { z } from 'zod';
import type { Block, Canvas } from '../../canvas.ts';
import type { Module } from '../../modules.ts';
import type { Portal } from '../../portal.ts';
import type { Issue } from '../../rejected.ts';
import { canvas } from '../../canvas.ts';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { issuesFor, refuseIf } from '../../given-fields.ts';
import { endOf, moduleNamed } from '../../lookup-paths.ts';
import { apiName } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { brokenSetups } from '../../setup-issues.ts';

function withCanvas(module: Module, name: string, made: Canvas | null): Module {
  const { canvas: _, ...layout } = module.layouts[name] ?? { name, label: name, fields: [] };
  return { ...module, layouts: { ...module.layouts, [name]: made ? { ...layout, canvas: made } : layout } };
}

const fieldsOf = (block: Block): readonly string[] => (block.kind === 'fields' ? block.fields : []);

function canvasIssues({ modules }: Portal, module: Module, held: readonly string[], { blocks }: Canvas): Issue[] {
  const seen = new Set<string>();
  return blocks.flatMap((block, n) => {
    const path = (field: string) => `canvas.blocks.${n}.fields.${field}`;
    const named = fieldsOf(block);
    const twice = named.filter((field) => seen.size === seen.add(field).size);
    const led = block.kind !== 'related' || endOf(modules, block.module, [block.lookup]) === module.name;
    return [
      ...issuesFor(named.filter((field) => !held.includes(field)).map(path), 'The layout has no such field.'),
      ...issuesFor(twice.map(path), 'Name each field once.'),
      ...(led ? [] : [{ path: `canvas.blocks.${n}.lookup`, message: 'Choose a lookup that leads to this module.' }]),
    ];
  });
}

/** A canvas is data of a layout. It grants nothing: everybody is given it without what he does not see (law 5). */
export const defineCanvas = defineCommand({
  name: 'define-canvas',
  area: 'configuration',
  summary: 'Arrange the fields of a layout in blocks, or take its canvas away.',
  input: z.strictObject({
    module: apiName,
    layout: apiName,
    canvas: canvas.nullable().describe('The whole canvas; null takes it away'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    CanvasDefined: event(
      z.strictObject({
        type: z.literal('CanvasDefined'),
        module: apiName,
        layout: apiName,
        canvas: canvas.nullable(),
      }),
      ({ portal }, fact) => {
        const before = portal.modules[fact.module];
        return before === undefined ? [] : [moduleChange(portal, withCanvas(before, fact.layout, fact.canvas))];
      },
    ),
  },

  /** Taking away a canvas that a user type is shown is refused: nobody's view changes by the way. */
  decide(portal, _known, { module: name, layout, canvas: made }) {
    const module = moduleNamed(portal.modules, name);
    const before = module && Object.hasOwn(module.layouts, layout) ? module.layouts[layout] : undefined;
    if (module === null || before === undefined) throw new Rejected('not-found');
    if (made !== null) refuseIf(canvasIssues(portal, module, before.fields, made), 'invalid');
    refuseIf(brokenSetups(portal, withCanvas(module, layout, made)), 'invalid');
    const same = isDeepStrictEqual(before.canvas ?? null, made);
    return { events: same ? [] : [{ type: 'CanvasDefined', module: name, layout, canvas: made }] };
  },
});
