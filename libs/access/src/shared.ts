/** What stands in both, in the order of the first. */
export const shared = (names: Iterable<string>, others: ReadonlySet<string>): ReadonlySet<string> =>
  new Set([...names].filter((name) => others.has(name)));
