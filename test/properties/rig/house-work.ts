import type { House as ServerHouse } from '@genkan/server/house';
import type { Entry } from '@genkan/log/portal-log';
import type { Tail } from '@genkan/log/tail';
import type { Tabs, UserType } from '../../oracle/shapes.ts';
import type { Lifted } from './house.ts';

type Change = Entry['changes'][number];

function liftedBy(change: Change, sequence: number): readonly Lifted[] {
  if (change.kind !== 'setting' || change.part !== 'suspension' || change.after !== null) return [];
  const { module, key } = change.before as { module: string; key: string };
  const [path = '', end = ''] = key.split(':');
  return [{ sequence, module, path, end }];
}

/**
 * What the house does by itself, which nobody is answered: at which sequence a declared path came into use, and a
 * suspended end was lifted.
 */
export class HouseWork {
  readonly #complete = new Map<string, number>();
  readonly #lifted = new Map<string, Lifted[]>();
  readonly #applied = new Map<string, number>();
  readonly #tails = new Map<string, Tail>();
  #waiting: (() => void)[] = [];

  /** From now on; answers the user type the portal was founded with. */
  async follow(parts: ServerHouse, portal: string): Promise<UserType> {
    const { tail } = await parts.portals.open(portal);
    this.#tails.set(portal, tail);
    tail.onEntry(({ sequence, changes }) => {
      this.#note(portal, tail, sequence);
      for (const change of changes)
        if (change.kind === 'setting' && change.part === 'draft' && change.after === null)
          this.#applied.set(`${portal}/${change.id}`, sequence);
      const lifted = this.#lifted.get(portal) ?? [];
      this.#lifted.set(portal, [...lifted, ...changes.flatMap((change) => liftedBy(change, sequence))]);
      for (const look of this.#waiting.splice(0)) look();
    });
    const [type] = Object.values(tail.settings.userTypes);
    if (type === undefined) throw new Error('A portal begins with a user type.');
    return { id: type.id, name: type.name, base: type.base, tabs: type.tabs as Tabs };
  }

  #note(portal: string, { settings }: Tail, sequence: number): void {
    for (const { name, paths } of Object.values(settings.modules)) {
      for (const [path, { state }] of Object.entries(paths)) {
        const key = `${portal}/${name}/${path}`;
        if (state === 'complete' && !this.#complete.has(key)) this.#complete.set(key, sequence);
      }
    }
  }

  async #until<T>(found: () => T | undefined): Promise<T> {
    for (;;) {
      const result = found();
      if (result !== undefined) return result;
      await new Promise<void>((resolve) => this.#waiting.push(resolve));
    }
  }

  completed(portal: string, module: string, path: string): Promise<number> {
    return this.#until(() => this.#complete.get(`${portal}/${module}/${path}`));
  }

  /** The sequence at which a scheduled draft took effect. */
  applied(portal: string, draft: string): Promise<number> {
    return this.#until(() => this.#applied.get(`${portal}/${draft}`));
  }

  lifted(portal: string, sequence: number): Promise<readonly Lifted[]> {
    return this.#until(() => {
      const tail = this.#tails.get(portal);
      if (!tail || tail.at < sequence || Object.keys(tail.settings.suspensions).length > 0) return undefined;
      const all = this.#lifted.get(portal) ?? [];
      this.#lifted.set(portal, []);
      return all;
    });
  }
}
