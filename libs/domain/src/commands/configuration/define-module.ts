import { z } from 'zod';
import type { Module } from '../../modules.ts';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { module } from '../../modules.ts';
import { apiName, label } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const mostModules = 200;

/** A new module has one layout without fields, and no user type sees it (law 6). */
export const defineModule = defineCommand({
  name: 'define-module',
  area: 'configuration',
  summary: 'Make a custom module.',
  input: z.strictObject({ name: apiName.describe('Its stable name'), label }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    ModuleDefined: event(z.strictObject({ type: z.literal('ModuleDefined'), module }), ({ portal }, fact) => [
      moduleChange(portal, fact.module),
    ]),
  },

  decide({ modules }, _known, { name, label }) {
    const names = Object.keys(modules);
    if (names.some((one) => one.toLowerCase() === name.toLowerCase())) throw new Rejected('name-taken');
    if (names.length >= mostModules) throw new Rejected('limit-reached', 'A portal has at most 200 modules.');
    const Standard = { name: 'Standard', label: 'Standard', fields: [] };
    const made: Module = { name, label, custom: true, fields: {}, layouts: { Standard }, paths: {} };
    return { events: [{ type: 'ModuleDefined', module: made }] };
  },
});
