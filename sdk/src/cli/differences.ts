import type { PrintedFile } from './printed-file.ts';

/** `Deals`, `Deals.Stage` or `command close-deal`, and what became of it. */
export type Difference = { readonly name: string; readonly sign: '+' | '-' | '~'; readonly what: string };
type Said = Pick<PrintedFile, 'shape' | 'inputs'>;

/** What a field's part of the shape means, in the order in which it is said. */
const parts = ['type', 'mandatory', 'choices', 'leads to', '', ''] as const;

function fieldWords(before: string, now: string): string {
  const [was, is]: readonly unknown[][] = [JSON.parse(before), JSON.parse(now)];
  const told = parts.flatMap((part, at) => {
    const [old, fresh] = [was?.[at], is?.[at]].map((each) => (typeof each === 'string' ? each : JSON.stringify(each)));
    if (old === fresh) return [];
    return [part === '' ? `${fresh}, was ${old}` : `${part} ${fresh}, was ${old}`];
  });
  return told.join('; ');
}

const changed = (before: string, now: string): string =>
  now.startsWith('[') && before.startsWith('[') ? fieldWords(before, now) : `now: ${now || '-'}; was: ${before || '-'}`;

const kind = (name: string): string =>
  name.startsWith('command ') ? 'may be issued' : name.includes('.') ? 'is seen' : 'is reached';

/** By name, in order. Inputs of commands follow from fields: they are named only where nothing else is. */
export function differences(before: Said, now: Said): readonly Difference[] {
  const names = [...new Set([...Object.keys(before.shape), ...Object.keys(now.shape)])].sort();
  const found = names.flatMap((name): Difference[] => {
    const [was, is] = [before.shape[name], now.shape[name]];
    if (was === is) return [];
    if (was === undefined) return [{ name, sign: '+', what: `${kind(name)} now` }];
    return is === undefined
      ? [{ name, sign: '-', what: `${kind(name)} no more` }]
      : [{ name, sign: '~', what: changed(was, is) }];
  });
  if (found.length > 0) return found;
  return Object.keys(now.inputs)
    .filter((name) => before.inputs[name] !== now.inputs[name])
    .map((name) => ({ name: `command ${name}`, sign: '~', what: 'takes another input' }));
}
