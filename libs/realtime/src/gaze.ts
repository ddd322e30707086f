import type { Ability, MemberKeys, Scope } from '@genkan/access/ability';
import { maskOf } from '@genkan/access/mask';
import { view } from '@genkan/access/view';
import { scopeOf } from '@genkan/access/where';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Eyes } from './eyes.ts';
import type { ModuleKeys } from './module-keys.ts';

/** Eyes with keys: all that decides what is seen of a module. Null eyes see nothing of it. */
export class Gaze {
  readonly module: string;
  readonly eyes: Eyes | null;
  readonly keys: ModuleKeys;
  readonly #held: MemberKeys;

  constructor(module: string, eyes: Eyes | null, keys: ModuleKeys) {
    this.module = module;
    this.eyes = eyes;
    this.keys = keys;
    this.#held = new Map([[module, keys.bits]]);
  }

  /** Equal names see the same of every record. */
  get name(): string {
    return this.eyes ? `${this.eyes.number}|${this.keys.name}` : '';
  }

  meets(record: RecordState | null): boolean {
    return this.eyes !== null && record !== null && maskOf(this.#held, record) !== 0;
  }

  view(record: RecordState | null): View | null {
    return this.#ability && record && view(this.#ability, record, maskOf(this.#held, record));
  }

  /** Null: there is nothing to read. */
  get scope(): Scope | null {
    return this.#ability && scopeOf(this.#ability, this.#held, this.module);
  }

  get #ability(): Ability | null {
    return this.eyes?.ability ?? null;
  }
}
