import type { Change, View } from '../contract.ts';

/** What one member may see, by module and id: the truth a replica is compared with. */
export type Sights = ReadonlyMap<string, View>;

/** A history as one member sees it: `at(n)` is the sight after n entries. A stand-in for the server in pure tests. */
export class SeenHistory {
  readonly #sights: Sights[] = [new Map()];

  /** Applies one entry: records that come, change, change shape, or go. */
  add(entry: Readonly<Record<string, View | null>>): void {
    const next = new Map(this.at(this.head));
    for (const [id, view] of Object.entries(entry)) {
      if (view) next.set(id, view);
      else next.delete(id);
    }
    this.#sights.push(next);
  }

  get head(): number {
    return this.#sights.length - 1;
  }

  at(sequence: number): Sights {
    return this.#sights[sequence] ?? new Map();
  }

  /** The net difference between two places, as the wire says it. */
  difference(module: string, from: number, to: number): Change[] {
    const then = this.at(from);
    const now = this.at(to);
    const ids = [...new Set([...then.keys(), ...now.keys()])];
    return ids.flatMap((id) => changeOf(module, id, then.get(id) ?? null, now.get(id) ?? null) ?? []);
  }
}

function changeOf(module: string, id: string, then: View | null, now: View | null): Change | null {
  if (!now) return then && { op: 'remove', module, id };
  if (!then || then.layout !== now.layout || names(then) !== names(now)) return { op: 'put', module, ...now };
  const fields = Object.entries(now.fields).filter(([name, value]) => value !== then.fields[name]);
  const may = then.may === now.may ? {} : { may: now.may };
  if (fields.length === 0 && then.may === now.may) return null;
  return { op: 'patch', module, id, ...(fields.length > 0 ? { fields: Object.fromEntries(fields) } : {}), ...may };
}

const names = (view: View): string => Object.keys(view.fields).sort().join();
