import { z } from 'zod';
import type { Layout, Module } from '../../modules.ts';
import { canvasWithin } from '../../canvas.ts';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { issuesFor, refuseIf } from '../../given-fields.ts';
import { moduleNamed } from '../../lookup-paths.ts';
import { layout } from '../../modules.ts';
import { apiName } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { brokenSetups } from '../../setup-issues.ts';

const mostLayouts = 50;

/** The canvas stays, without the fields that are no longer on the layout. */
function withLayout(module: Module, made: Layout): Module {
  const before = Object.hasOwn(module.layouts, made.name) ? module.layouts[made.name]?.canvas : undefined;
  const kept = before ? canvasWithin(before, new Set(made.fields)) : null;
  return { ...module, layouts: { ...module.layouts, [made.name]: kept ? { ...made, canvas: kept } : made } };
}

/** A new layout, and every record on it, is closed to every user type until it is granted (law 6). */
export const defineLayout = defineCommand({
  name: 'define-layout',
  area: 'configuration',
  summary: 'Make or change a layout of a module.',
  input: z.strictObject({ module: apiName, layout }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    LayoutDefined: event(
      z.strictObject({ type: z.literal('LayoutDefined'), module: apiName, layout }),
      ({ portal }, fact) => {
        const before = portal.modules[fact.module];
        return before === undefined ? [] : [moduleChange(portal, withLayout(before, fact.layout))];
      },
    ),
  },

  decide(portal, _known, { module: name, layout: made }) {
    const module = moduleNamed(portal.modules, name);
    if (module === null) throw new Rejected('not-found');
    const path = (field: string) => `layout.fields.${field}`;
    const unknown = made.fields.filter((field) => !Object.hasOwn(module.fields, field));
    const twice = made.fields.filter((field, n) => made.fields.indexOf(field) !== n);
    refuseIf(
      [
        ...issuesFor(unknown.map(path), 'There is no such field.'),
        ...issuesFor(twice.map(path), 'Name each field once.'),
      ],
      'invalid',
    );
    if (!Object.hasOwn(module.layouts, made.name) && Object.keys(module.layouts).length >= mostLayouts) {
      throw new Rejected('limit-reached', 'A module has at most 50 layouts.');
    }
    refuseIf(brokenSetups(portal, withLayout(module, made)), 'invalid');
    return { events: [{ type: 'LayoutDefined', module: name, layout: made }] };
  },
});
