import { predefinedModules } from '@genkan/domain/predefined-modules';
import type { Field, Module, State } from '../../oracle/shapes.ts';

/** The modules a portal begins with are input to the oracle, as data: nothing of what is done with them is. */
export const beginning: State['modules'] = Object.fromEntries(
  Object.values(predefinedModules).map(({ name, fields, layouts }): [string, Module] => [
    name,
    {
      name,
      fields: Object.fromEntries(
        Object.values(fields).map((field): [string, Field] => [
          field.name,
          {
            name: field.name,
            type: field.type,
            required: field.required,
            module: field.module,
            default: field.default,
          },
        ]),
      ),
      layouts: Object.fromEntries(Object.values(layouts).map((layout) => [layout.name, layout.fields])),
      paths: {},
    },
  ]),
);
