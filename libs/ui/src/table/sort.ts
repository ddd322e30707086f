export type Sort = { readonly field: string; readonly down: boolean };

/** An order as it stands in an address: a field, with `-` before it going down. */
export const sortOf = ({ sort }: { readonly sort?: string }): Sort | null =>
  sort === undefined ? null : { field: sort.replace(/^-/, ''), down: sort.startsWith('-') };

/** Up, down, and none again. */
export function nextSort(now: Sort | null, field: string): string | undefined {
  if (now?.field !== field) return field;
  return now.down ? undefined : `-${field}`;
}

/** An address asked for in another order; undefined: in none. */
export function withSort<T extends { readonly sort?: string }>({ sort: _, ...rest }: T, sort: string | undefined) {
  return sort === undefined ? rest : { ...rest, sort };
}
