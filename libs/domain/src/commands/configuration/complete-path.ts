import { z } from 'zod';
import { defineCommand, event } from '../../define-command.ts';
import { moduleChange } from '../../events/settings.ts';
import { moduleNamed } from '../../lookup-paths.ts';
import { pathText } from '../../modules.ts';
import { apiName } from '../../names.ts';
import { Rejected } from '../../rejected.ts';

/** Said by the job that gave every old record its key: from now on the path can be reached by. */
export const completePath = defineCommand({
  name: 'complete-path',
  area: 'configuration',
  summary: 'Put a declared path to use, once every record has its key.',
  input: z.strictObject({ module: apiName, path: pathText }),
  permission: { kind: 'operator', right: 'maintain' },
  events: {
    PathCompleted: event(
      z.strictObject({ type: z.literal('PathCompleted'), module: apiName, path: pathText }),
      ({ portal }, { module: name, path }) => {
        const module = portal.modules[name];
        const declared = module?.paths[path];
        if (module === undefined || declared === undefined) return [];
        return [
          moduleChange(portal, { ...module, paths: { ...module.paths, [path]: { ...declared, state: 'complete' } } }),
        ];
      },
    ),
  },

  decide(portal, _known, { module: name, path }) {
    const module = moduleNamed(portal.modules, name);
    const declared = module && Object.hasOwn(module.paths, path) ? module.paths[path] : undefined;
    if (declared === undefined) throw new Rejected('not-found');
    return { events: declared.state === 'complete' ? [] : [{ type: 'PathCompleted', module: name, path }] };
  },
});
