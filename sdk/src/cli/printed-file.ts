import type { SchemaShape } from '../schema-shape.ts';

/** What a printed file says of itself, however a formatter has laid it out since. Null: it was not printed by this tool. */
export type PrintedFile = {
  readonly hash: string;
  readonly shape: SchemaShape;
  /** Command -> a hash of what it takes. */
  readonly inputs: Readonly<Record<string, string>>;
};

const text = /'(?:[^'\\]|\\.)*'|"(?:[^"\\]|\\.)*"/;
const entry = new RegExp(`(${text.source}|[\\w$]+)\\s*:\\s*(${text.source})`, 'g');

const meant = (token: string): string => (/^['"]/.test(token) ? token.slice(1, -1).replace(/\\(.)/g, '$1') : token);

export function readPrinted(file: string): PrintedFile | null {
  const hash = /\bhash:\s*['"](sha256-[\w-]+)['"]/.exec(file)?.[1];
  const [, said] = /^export const \S+ = (\{[^]*?\n\}|\{\s*\});?$/m.exec(file) ?? [];
  if (hash === undefined || said === undefined) return null;
  const shape = [...said.matchAll(entry)].map(([, name = '', meaning = '']) => [meant(name), meant(meaning)] as const);
  const inputs = [...file.matchAll(/^\/\/ {3}(\S+) (\S+)$/gm)].map(([, name = '', of = '']) => [name, of] as const);
  return { hash, shape: Object.fromEntries(shape), inputs: Object.fromEntries(inputs) };
}
