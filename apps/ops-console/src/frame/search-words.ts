type Given = Readonly<Record<string, unknown>>;

/** A word of the address, if there is one; anything may stand in an address. */
export function text<const Name extends string>(name: Name, given: Given): { [N in Name]?: string } {
  const value = given[name];
  if (typeof value === 'number') return only(name, String(value));
  return typeof value === 'string' && value !== '' ? only(name, value) : {};
}

export function whole<const Name extends string>(name: Name, given: Given): { [N in Name]?: number } {
  const value = Number(given[name]);
  return Number.isSafeInteger(value) && value > 0 ? only(name, value) : {};
}

const only = <Name extends string, T>(name: Name, value: T): { [N in Name]?: T } => {
  const made: { [N in Name]?: T } = {};
  made[name] = value;
  return made;
};
