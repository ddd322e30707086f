import type { Ability } from '../ability.ts';
import type { LogEvent } from '../event-log.ts';

type Told = {
  readonly event?: string;
  readonly module?: string;
  readonly id?: string;
  readonly key?: string;
  readonly name?: string;
  readonly ms?: number;
};
const told = ({ detail }: LogEvent): Told => Object(detail);

/** Modules that are followed, as the log tells it: asked for and not let go of. */
export function followed(events: readonly LogEvent[]): readonly string[] {
  const modules = new Map<string, number>();
  for (const each of events) {
    const { event, module } = told(each);
    if (each.dir === 'out' && each.kind === 'subscription' && module !== undefined)
      modules.set(module, event === 'unsubscribe' ? 0 : 1);
    if (each.dir === 'in' && each.kind === 'snapshot' && module !== undefined) modules.set(module, 1);
  }
  return [...modules].filter(([, uses]) => uses > 0).map(([module]) => module);
}

/** Writes that went out and are not answered yet. */
export function unanswered(events: readonly LogEvent[]): readonly string[] {
  const open = new Map<string, string>();
  for (const each of events) {
    const { id, key, name } = told(each);
    if (each.kind === 'command' && each.dir === 'out' && id !== undefined) open.set(id, `${name} ${id}`);
    if (each.kind === 'answer' && key !== undefined) open.delete(key);
  }
  return [...open.values()];
}

/** What may be seen and written, module by module. */
export function mayDo({ card }: Pick<Ability, 'card'>): readonly string[] {
  return Object.entries(card?.tabs ?? {}).map(([module, { fields, rights }]) => {
    const edited = [...new Set(rights.flatMap(({ edit }) => edit))];
    return `${module}: sees ${Object.keys(fields).join(', ')}; edits ${edited.join(', ') || 'nothing'}`;
  });
}

/** An event as cells of a row: when, which way, what, bytes, ms, outline. */
export function cells(event: LogEvent): readonly string[] {
  const { ms } = told(event);
  return [
    new Date(event.t).toISOString().slice(11, 23),
    event.dir,
    event.kind,
    event.bytes === undefined ? '' : String(event.bytes),
    ms === undefined ? '' : String(Math.round(ms)),
    JSON.stringify(event.detail),
  ];
}
