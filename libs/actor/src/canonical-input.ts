/** 256 KiB a message, depth 20 (DECISIONS, limits): what is larger never reaches a schema. */
export const inputLimits = { characters: 262_144, depth: 20 } as const;
/** A chunk of 500 rows comes from the import's own door, which counts what it streams. */
export const bulkLimits = { ...inputLimits, characters: 16_777_216 } as const;

/**
 * The one text of a JSON value: keys in code-unit order, so that a repeat whose keys come in another order is the same
 * input (P3). Null: too large, too deep, or not JSON at all.
 */
export function canonicalInput(
  input: unknown,
  limits: { readonly characters: number; readonly depth: number } = inputLimits,
): string | null {
  const text = print(input, limits.depth);
  return text === null || text.length > limits.characters ? null : text;
}

function print(value: unknown, depth: number): string | null {
  if (value === null || typeof value === 'string' || typeof value === 'boolean') return JSON.stringify(value);
  if (typeof value === 'number') return Number.isFinite(value) ? JSON.stringify(value) : null;
  if (typeof value !== 'object' || depth === 0) return null;
  return Array.isArray(value) ? printList(value, depth) : printObject(value, depth);
}

function printList(list: readonly unknown[], depth: number): string | null {
  let text = '[';
  for (const value of list) {
    const printed = print(value, depth - 1);
    if (printed === null) return null;
    text += text === '[' ? printed : `,${printed}`;
  }
  return `${text}]`;
}

const inOrder = ([one]: readonly [string, unknown], [other]: readonly [string, unknown]): number =>
  one < other ? -1 : one > other ? 1 : 0;

function printObject(object: object, depth: number): string | null {
  let text = '{';
  for (const [key, value] of Object.entries(object).sort(inOrder)) {
    if (value === undefined) continue; // JSON leaves it out
    const printed = print(value, depth - 1);
    if (printed === null) return null;
    text += `${text === '{' ? '' : ','}${JSON.stringify(key)}:${printed}`;
  }
  return `${text}}`;
}
