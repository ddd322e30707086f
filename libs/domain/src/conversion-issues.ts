import type { z } from 'zod';
import type { Field } from './fields.ts';
import type { Portal } from './portal.ts';
import type { Issue } from './rejected.ts';
import type { wishedConversion } from './conversion.ts';
import { conversionTargets } from './conversion.ts';
import { mappingProblem } from './conversion-fields.ts';
import { criteriaIssues } from './criteria-issues.ts';
import { moduleNamed } from './lookup-paths.ts';

type Wished = z.infer<typeof wishedConversion>;

const mostRules = 20;
/** Filled by the conversion itself: they tie what it makes together. */
const ties: Readonly<Record<string, ReadonlySet<string>>> = {
  Contacts: new Set(['Account']),
  Accounts: new Set(['Contact']),
  Deals: new Set(['Account', 'Contact']),
};

function fieldOf({ modules }: Portal, module: string, name: string): Field | undefined {
  const fields = moduleNamed(modules, module)?.fields ?? {};
  return Object.hasOwn(fields, name) ? fields[name] : undefined;
}

function mappingIssues(portal: Portal, mapping: Wished['mapping']): Issue[] {
  return conversionTargets.flatMap((module) =>
    Object.entries(mapping[module]).flatMap(([to, from]): Issue[] => {
      const path = `mapping.${module}.${to}`;
      const [target, source] = [fieldOf(portal, module, to), fieldOf(portal, 'Leads', from)];
      if (target === undefined) return [{ path, message: `${module} has no such field.` }];
      if (source === undefined) return [{ path, message: 'Leads has no such field.' }];
      if (ties[module]?.has(to)) return [{ path, message: 'The conversion fills this field itself.' }];
      const message = mappingProblem(source, target);
      return message === null ? [] : [{ path, message }];
    }),
  );
}

function lookupIssues(portal: Portal, lookups: Wished['lookups']): Issue[] {
  return Object.entries(lookups).flatMap(([module, places]) =>
    Object.entries(places).flatMap(([from, to]): Issue[] => {
      const path = `lookups.${module}.${from}`;
      if (fieldOf(portal, module, from)?.module !== 'Leads') return [{ path, message: 'This is no lookup to Leads.' }];
      return fieldOf(portal, module, to)?.module === 'Contacts'
        ? []
        : [{ path, message: 'Name a lookup to Contacts.' }];
    }),
  );
}

function ruleIssues(portal: Portal, rules: Wished['rules']): Issue[] {
  const leads = moduleNamed(portal.modules, 'Leads');
  return Object.entries(rules).flatMap(([name, { criteria, userType }]): Issue[] => {
    const type = portal.userTypes[userType];
    return [
      ...(leads === null ? [] : criteriaIssues(leads, criteria, `rules.${name}.criteria`)),
      ...(type === undefined ? [{ path: `rules.${name}.userType`, message: 'There is no such user type.' }] : []),
    ];
  });
}

/** What is wrong with the settings of conversion; they are one unit of work. */
export function conversionIssues(portal: Portal, { mapping, lookups, rules }: Wished): Issue[] {
  const tooMany = Object.keys(rules).length > mostRules;
  return [
    ...(tooMany ? [{ path: 'rules', message: `Use at most ${mostRules} rules.` }] : []),
    ...mappingIssues(portal, mapping),
    ...lookupIssues(portal, lookups),
    ...ruleIssues(portal, rules),
  ];
}
