import { Rejected } from '@genkan/domain/rejected';

export const maxDepth = 20;
const poison = new Set(['__proto__', 'constructor', 'prototype']);

/**
 * Refuses what no command needs and something below might trip over: deep nesting, keys that reach prototypes (SEC-14),
 * characters that a database cannot store.
 */
export function plainJson(value: unknown, depth = maxDepth): unknown {
  if (typeof value === 'string') return plainString(value);
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) throw new Rejected('invalid', `Nest at most ${maxDepth} levels.`);
  for (const [key, inner] of Object.entries(value)) {
    if (poison.has(key)) throw new Rejected('invalid', 'A name in the input is reserved. Leave it out.');
    plainString(key);
    plainJson(inner, depth - 1);
  }
  return value;
}

function plainString(text: string): string {
  if (text.includes('\u0000') || !text.isWellFormed())
    throw new Rejected('invalid', 'Remove the characters that cannot be stored (U+0000 or half of a surrogate pair).');
  return text;
}
