import { permittedFieldsOf } from '@casl/ability/extra';
import fc from 'fast-check';
import type { Member } from '@genkan/domain/members';
import { caslAbility, caslRecord, caslRules, theRecord, type Action } from '../casl.ts';
import { abilityOf } from '../compile.ts';
import { maskOf } from '../mask.ts';
import { memberKeys } from '../member-keys.ts';
import { sightOf } from '../sight.ts';
import { view } from '../view.ts';
import { anyWorld, type World } from './arbitraries.ts';
import { foundBySql, store, type Rows } from './judges.ts';
import { allKnown } from './known-rows.ts';

const told = (list: Iterable<string>): string => JSON.stringify([...list].sort());
const same = (what: string, a: unknown, b: unknown): void => {
  if (a !== b) throw new Error(`${what}: ${String(a)} is not ${String(b)}`);
};

/** CASL and `view` say the same of one member and every record: seen, fields, and what may be done. */
function caslAgrees({ portal, records }: World, member: Member): readonly string[] {
  const ability = abilityOf(portal, member);
  const keys = memberKeys(portal, ability, member, allKnown(records));
  const casl = caslAbility(caslRules(ability, keys));
  const sight = sightOf(portal, ability, keys, member);
  return records.flatMap((record) => {
    const subject = caslRecord(record);
    const fields = (action: Action) =>
      permittedFieldsOf(casl, action, subject, { fieldsFrom: (rule) => rule.fields ?? [] });
    const shown = view(ability, record, maskOf(keys, record));
    const rights = sight.rights(record);
    same('read', casl.can('read', subject), shown !== null);
    same('fields', told(fields('read')), told(shown ? [theRecord, ...Object.keys(shown.fields)] : []));
    same('edit', told(fields('edit')), told(rights.edit));
    for (const action of ['delete', 'copy', 'restore'] as const)
      same(action, casl.can(action, subject), rights[action]);
    return shown ? [record.id] : [];
  });
}

/** Law 5: for random portals, user types, members and records the three judges give the same answer. */
export async function judgesAgree(rows: Rows, numRuns: number): Promise<{ seen: number; hidden: number }> {
  const count = { seen: 0, hidden: 0 };
  const agree = async (world: World): Promise<void> => {
    await store(rows, world);
    for (const member of world.members) {
      const seen = caslAgrees(world, member);
      same(`found for ${member.id}`, told(await foundBySql(rows, world, member)), told(seen));
      if (member.kind === 'portal-user') count.seen += seen.length;
      if (member.kind === 'portal-user') count.hidden += world.records.length - seen.length;
    }
  };
  await fc.assert(fc.asyncProperty(anyWorld, agree), { numRuns });
  return count;
}
