import { createContext } from 'react';
import type { JsonSchema } from './control.ts';

/** One place of a form: where it stands, what may stand in it, what does, and how to say otherwise. Undefined: left out. */
export type Part = {
  readonly path: string;
  readonly name: string;
  readonly schema: JsonSchema;
  readonly required: boolean;
  readonly value: unknown;
  readonly onChange: (value: unknown) => void;
  /** The module that what stands here is about, if something beside it says so. */
  readonly module: string | null;
};

/** What the server said of a place, by its path. */
export const IssuesContext = createContext<ReadonlyMap<string, string>>(new Map());

/** `userType` as it is read: "User type". The names themselves are the API's. */
export function spoken(name: string): string {
  const words = name
    .replace(/([a-z0-9])([A-Z])/g, '$1 $2')
    .replace(/[-_]/g, ' ')
    .toLowerCase();
  return words.charAt(0).toUpperCase() + words.slice(1);
}
