import type { MemberKeys } from '@genkan/access/ability';

/** What a member holds in one module: key -> bits of reaches. Equal ones have equal names. */
export type ModuleKeys = { readonly name: string; readonly bits: ReadonlyMap<string, number> };

const none: ModuleKeys = { name: '', bits: new Map() };

/** The keys of one module, with a name that says just what they are. */
export function moduleKeys(keys: MemberKeys, module: string): ModuleKeys {
  const bits = keys.get(module);
  if (!bits || bits.size === 0) return none;
  const names = [...bits].map(([key, bit]) => `${key}\t${bit}`);
  return { name: names.length > 1 ? names.sort().join('\n') : (names[0] ?? ''), bits };
}
