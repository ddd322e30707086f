import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { endOf, moduleNamed } from '../../lookup-paths.ts';
import { path, pathName } from '../../modules.ts';
import { apiName } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

const mostPaths = 100;

/**
 * Declares a chain of lookups. From now on every record gets its key; until the old ones have theirs (rekey-records,
 * then complete-path) the path counts as absent.
 */
export const definePath = defineCommand({
  name: 'define-path',
  area: 'configuration',
  summary: 'Declare a path of two to four lookups by which records can be reached.',
  input: z.strictObject({ module: apiName, steps: z.array(apiName).min(2).max(4) }),
  permission: { kind: 'staff', right: 'configure' },
  events: {
    PathDefined: event(
      z.strictObject({ type: z.literal('PathDefined'), module: apiName, path }),
      ({ portal }, { module: name, path: defined }) => {
        const module = portal.modules[name];
        if (module === undefined) return [];
        return [moduleChange(portal, { ...module, paths: { ...module.paths, [pathName(defined.steps)]: defined } })];
      },
    ),
  },

  decide(portal, _known, { module: name, steps }) {
    const module = moduleNamed(portal.modules, name);
    if (module === null) throw new Rejected('not-found');
    if (endOf(portal.modules, name, steps) === null) {
      throw new Rejected('invalid', undefined, {
        issues: [{ path: 'steps', message: 'Every step must be a lookup.' }],
      });
    }
    if (Object.hasOwn(module.paths, pathName(steps))) return { events: [] };
    if (Object.keys(module.paths).length >= mostPaths) {
      throw new Rejected('limit-reached', 'A module has at most 100 paths.');
    }
    return { events: [{ type: 'PathDefined', module: name, path: { steps, state: 'building' } }] };
  },
});
