import { abilityOf } from '@genkan/access/compile';
import { exposedId, type Exposed } from '@genkan/domain/exposure';
import type { Known } from '@genkan/domain/known';
import type { Portal } from '@genkan/domain/portal';

/** Fields open to more than so many people, the widest first: by the one engine, for every user type that has members. */
export function exposedFields(portal: Portal, known: Pick<Known, 'membersOf'>, more: number): readonly Exposed[] {
  const fields = new Map<string, Exposed>();
  for (const type of Object.keys(portal.userTypes)) {
    const members = known.membersOf(type).filter(({ status }) => status === 'active');
    const [first] = members;
    if (!first) continue;
    for (const { module, layouts, reaches } of abilityOf(portal, first).tabs.values()) {
      if (reaches.length === 0) continue;
      const all = reaches.some(({ meets }) => meets.kind === 'all');
      for (const field of new Set([...layouts.values()].flatMap((visible) => [...visible]))) {
        const name = exposedId({ module, field });
        const found = fields.get(name) ?? { module, field, people: 0, userTypes: [], everyRecord: false };
        const people = found.people + members.length;
        const everyRecord = found.everyRecord || all;
        fields.set(name, { ...found, people, everyRecord, userTypes: [...found.userTypes, type] });
      }
    }
  }
  return [...fields.values()]
    .filter(({ people }) => people > more)
    .sort((a, b) => b.people - a.people || (exposedId(a) < exposedId(b) ? -1 : 1));
}
