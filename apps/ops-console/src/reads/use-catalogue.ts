import { useMemo } from 'react';
import type { JsonSchema } from '../form/control.ts';
import { useRead } from './use-read.ts';

/** A command that one may issue: what its form is drawn from. */
export type CatalogueEntry = {
  readonly name: string;
  readonly area: string;
  readonly summary: string;
  readonly input: JsonSchema;
};

export function useCatalogue(): readonly CatalogueEntry[] {
  const { answer } = useRead('catalogue');
  return useMemo(() => {
    const { commands = [] }: { commands?: readonly CatalogueEntry[] } = Object(answer);
    return commands;
  }, [answer]);
}
