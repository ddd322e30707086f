import { readFileSync } from 'node:fs';
import { citations, type Citation } from './cited-rules.ts';

export const requirementsPage = 'test/spec/requirements.md';

/** Where tests stand that ask the real server, by HTTP or a socket. */
const served = ['rules', 'end-to-end', 'browser', 'real-data', 'properties', 'sessions', 'faults'];
const throughServer = new RegExp(`^test/(${served.join('|')})/`);

export type Requirement = {
  readonly rule: string;
  readonly says: string;
  /** Out of scope, and where it belongs instead; null: in scope. */
  readonly out: string | null;
  readonly cited: readonly Citation[];
  /** Those of them that go through the real server. */
  readonly served: readonly Citation[];
};

const line = /^- \*\*([A-Z]+\d?-\d+[a-z]?)\*\* (.+?)(?: _Out: (.+)_)?$/gm;

/** The page of requirements, each with the tests that cite it. */
export function requirements(): Requirement[] {
  const all = Map.groupBy(citations(), ({ rule }) => rule);
  return [...readFileSync(requirementsPage, 'utf8').matchAll(line)].map(([, rule = '', says = '', out = null]) => {
    const cited = all.get(rule) ?? [];
    return { rule, says, out, cited, served: cited.filter(({ file }) => throughServer.test(file)) };
  });
}

/** In scope, and no test asks the real server. */
export const isUntested = ({ out, served: through }: Requirement): boolean => out === null && through.length === 0;
