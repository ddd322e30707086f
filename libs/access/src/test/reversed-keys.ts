/** The same value with the keys of its objects the other way round, as another database may give them back. */
export function reversedKeys<T>(value: T): T {
  if (Array.isArray(value)) return value.map(reversedKeys) as T;
  if (typeof value !== 'object' || value === null) return value;
  const entries = Object.entries(value).reverse();
  return Object.fromEntries(entries.map(([name, held]) => [name, reversedKeys(held)])) as T;
}
