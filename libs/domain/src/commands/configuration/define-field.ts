import { z } from 'zod';
import type { Field } from '../../fields.ts';
import type { Module } from '../../modules.ts';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { fieldChangeIssues, fieldIssues } from '../../field-issues.ts';
import { field } from '../../fields.ts';
import { issuesFor, refuseIf } from '../../given-fields.ts';
import { moduleNamed } from '../../lookup-paths.ts';
import { apiName } from '../../names.ts';
import { Rejected } from '../../rejected.ts';
import { brokenSetups } from '../../setup-issues.ts';

const mostFields = 300;

/** The module with the field, added at the end of the layouts named that do not hold it yet. */
function withField(module: Module, added: Field, layouts: readonly string[]): Module {
  const placed = Object.entries(module.layouts).map(([name, layout]) => {
    const holds = !layouts.includes(name) || layout.fields.includes(added.name);
    return [name, holds ? layout : { ...layout, fields: [...layout.fields, added.name] }] as const;
  });
  return { ...module, fields: { ...module.fields, [added.name]: added }, layouts: Object.fromEntries(placed) };
}

/** A new field stands on layouts, and is closed to every user type until it is granted (law 6). */
export const defineField = defineCommand({
  name: 'define-field',
  area: 'configuration',
  summary: 'Make a field of a module, or change its label, choices, default or whether it is mandatory.',
  input: z.strictObject({
    module: apiName,
    field: field.describe('The whole definition; type, target and uniqueness of a field that stands cannot change'),
    layouts: z.array(apiName).max(300).optional().describe('Layouts to put it on. Default: for a new field, all'),
  }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    FieldDefined: event(
      z.strictObject({ type: z.literal('FieldDefined'), module: apiName, field, layouts: z.array(apiName) }),
      ({ portal }, fact) => {
        const before = portal.modules[fact.module];
        return before === undefined ? [] : [moduleChange(portal, withField(before, fact.field, fact.layouts))];
      },
    ),
  },

  decide(portal, _known, { module: name, field: defined, layouts }) {
    const module = moduleNamed(portal.modules, name);
    if (module === null) throw new Rejected('not-found');
    const before = module.fields[defined.name];
    const on = layouts ?? (before === undefined ? Object.keys(module.layouts) : []);
    const unknown = on.filter((one) => !Object.hasOwn(module.layouts, one));
    refuseIf(
      [
        ...fieldIssues(portal, defined),
        ...(before === undefined ? [] : fieldChangeIssues(before, defined)),
        ...issuesFor(
          unknown.map((one) => `layouts.${one}`),
          'There is no such layout.',
        ),
      ],
      'invalid',
    );
    if (before === undefined && Object.keys(module.fields).length >= mostFields) {
      throw new Rejected('limit-reached', 'A module has at most 300 fields.');
    }
    refuseIf(brokenSetups(portal, withField(module, defined, on)), 'invalid');
    return { events: [{ type: 'FieldDefined', module: name, field: defined, layouts: on }] };
  },
});
