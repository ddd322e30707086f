import type { MemberKeys } from '@genkan/access/ability';

/** What a member holds in one module: key -> bits of reaches. Equal ones are one object, with one number. */
export type ModuleKeys = { readonly number: number; readonly bits: ReadonlyMap<string, number> };

/** Gives equal key sets one object, for as long as somebody holds it. */
export class ModuleKeysOfPortal {
  readonly #kept = new Map<string, WeakRef<ModuleKeys>>();
  readonly #gone = new FinalizationRegistry<string>((name) => {
    if (!this.#kept.get(name)?.deref()) this.#kept.delete(name);
  });
  #made = 0;

  of(keys: MemberKeys, module: string): ModuleKeys {
    const bits = keys.get(module) ?? new Map<string, number>();
    const name = [...bits]
      .map(([key, bit]) => `${key}\t${bit}`)
      .sort()
      .join('\n');
    const known = this.#kept.get(name)?.deref();
    if (known) return known;
    const made: ModuleKeys = { number: ++this.#made, bits };
    this.#kept.set(name, new WeakRef(made));
    this.#gone.register(made, name);
    return made;
  }
}
