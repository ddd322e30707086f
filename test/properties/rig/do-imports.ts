import type { Given, ImportRow } from '../../oracle/externals.ts';
import { applied, door, one, staff, targetsOf, type Doing } from './doing.ts';
import { fresh, lookups, texts } from './ground.ts';
import type { World } from './world.ts';

const externalIdsOf = (world: World, module: string): readonly string[] =>
  Object.keys(world.now.externals).flatMap((key) =>
    key.startsWith(`${module}/`) ? [key.slice(module.length + 1)] : [],
  );

/** By its id, by its id in the other system, or by one that nobody has. */
function target(world: World, module: string, pick: number): Given {
  const external = one(externalIdsOf(world, module), pick);
  if (pick % 7 === 0) return { external: fresh() };
  if (pick % 3 === 0) return null;
  return pick % 2 && external !== undefined ? { external } : (one(targetsOf(world, module), pick)?.id ?? null);
}

function valuesOf(world: World, module: string, pick: number): ImportRow['fields'] {
  const [, field, of] =
    one(
      lookups.filter(([base]) => base === module),
      pick,
    ) ?? [];
  const text = one(texts[module] ?? [], pick) ?? 'Name';
  return {
    ...(pick % 11 === 0 ? { Nonsense: 1 } : {}),
    ...(pick % 5 < 3 ? { [text]: pick % 13 === 0 ? pick : fresh() } : {}),
    ...(module === 'Deals' && pick % 4 === 0 ? { Amount: pick % 60 } : {}),
    ...(field !== undefined && of !== undefined && pick % 2 ? { [field]: target(world, module, pick) } : {}),
  };
}

/** New ones beside changes of old ones; a value that stands there already is no change; a bad row is refused alone. */
function rowOf(world: World, module: string, pick: number): ImportRow {
  const known = externalIdsOf(world, module);
  const fields = valuesOf(world, module, pick);
  const old = one(known, pick);
  if (old === undefined || pick % 3 === 0) {
    const all = Object.fromEntries((texts[module] ?? []).map((name) => [name, fresh()]));
    return { externalId: fresh(), fields: { ...all, ...fields } };
  }
  const row = world.now.rows.get(world.now.externals[`${module}/${old}`] ?? '');
  const held = pick % 4 === 1 && row ? { Name: row.fields['Name'] ?? null } : fields;
  const layout = module === 'Deals' && pick % 9 === 1 ? { layout: 'Brief' } : {};
  return { externalId: old, ...layout, fields: held };
}

/** One call with several rows, the last of which may be about the record of the first. */
export const importRecords: Doing = async (world, { a, b, c }) => {
  const module = one(Object.keys(texts), a) ?? 'Deals';
  const some = Array.from({ length: 1 + (b % 5) }, (_, n) => rowOf(world, module, b + c + n * 17));
  const first = some[0];
  const rows = first && c % 3 === 0 ? [...some, { ...first, fields: { Name: fresh() } }] : some;
  const done = await world.send(staff(world, c), { name: 'import-records', input: { module, rows } }, door(c));
  return (
    applied(done.code) &&
    (done.result['rows'] as readonly { outcome: string }[]).some(({ outcome }) => outcome !== 'refused')
  );
};
