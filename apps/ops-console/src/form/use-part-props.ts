import { use } from 'react';
import { IssuesContext, spoken, type Part } from './part.ts';

/** What every input of a form says: its name, what it is for, and what is wrong with it. */
export function usePartProps({ path, name, schema, required }: Part) {
  const issue = use(IssuesContext).get(path);
  return {
    label: spoken(name),
    name: path,
    withAsterisk: required,
    ...(schema.description === undefined ? {} : { description: schema.description }),
    ...(issue === undefined ? {} : { error: issue }),
  };
}
