import { Rejected } from '@genkan/domain/rejected';

export const maxDepth = 20;
const poison = new Set(['__proto__', 'constructor', 'prototype']);

/** Refuses what no command needs and some library might trip over: deep nesting and keys that reach prototypes (SEC-14). */
export function plainJson(value: unknown, depth = maxDepth): unknown {
  if (typeof value !== 'object' || value === null) return value;
  if (depth === 0) throw new Rejected('invalid', `Nest at most ${maxDepth} levels.`);
  for (const [key, inner] of Object.entries(value)) {
    if (poison.has(key)) throw new Rejected('invalid', 'A name in the input is reserved. Leave it out.');
    plainJson(inner, depth - 1);
  }
  return value;
}
