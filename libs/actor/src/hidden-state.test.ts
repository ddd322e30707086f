import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abilityOf } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { sightOf } from '@genkan/access/sight';
import type { Change } from '@genkan/domain/changes';
import type { RecordState } from '@genkan/domain/records';
import { MemoryLog } from '@genkan/log/memory-log';
import type { Question } from '@genkan/domain/known';
import {
  agentA,
  agentB,
  anna,
  ben,
  created,
  dealA,
  dealB,
  dealC,
  found,
  id,
  node,
  partner,
  portal,
  record,
  records,
} from './test/hall.ts';

/** Ids under which something hidden may or may not be. */
const dark = [id(90), id(91), id(92), id(93)];
const everyId = [anna, ben, agentA, agentB, dealA, dealB, dealC, ...dark, id(99)];

/** A record the partner does not meet, or meets and may not see; or nothing at all. */
const hiddenRecord = (of: string): fc.Arbitrary<RecordState | null> =>
  fc.oneof(
    fc.constant(null),
    fc.constant(record('Contacts', of, { Name: 'Hidden' })),
    fc.constant(record('Agents', of, { Name: 'Hidden', Manager: ben }, [`Manager:${ben}`])),
    fc.constant(record('Agents', of, { Name: 'Hidden', Manager: null })),
    fc.constant({ ...record('Agents', of, { Name: 'Gone', Manager: anna }, [`Manager:${anna}`]), deleted: true }),
    fc.constant(
      record('Deals', of, { Name: 'Theirs', Amount: 3, Agent: agentB }, [`Agent.Manager:${ben}`, `Agent:${agentB}`]),
    ),
    fc.constant(
      record('Deals', of, { Name: 'Large', Amount: 1_000, Agent: agentA }, [
        `Agent.Manager:${anna}`,
        `Agent:${agentA}`,
      ]),
    ),
    fc.constant({
      ...record('Deals', of, { Name: 'Gone', Amount: 3, Agent: agentA }, [`Agent.Manager:${anna}`, `Agent:${agentA}`]),
      deleted: true,
    }),
  );
const text = fc.constantFrom('x', 'y', 'a secret', null);
/** Everything the partner does not see. */
const darkness = fc.record({
  there: fc.tuple(...dark.map(hiddenRecord)),
  secrets: fc.tuple(text, text),
  codes: fc.uniqueArray(fc.constantFrom('c1', 'c2', 'c3'), { maxLength: 2 }),
  larger: fc.boolean(),
});
type Darkness = typeof darkness extends fc.Arbitrary<infer T> ? T : never;

function hidden({ there, secrets, codes, larger }: Darkness): readonly Change[] {
  const patched = (of: string, fields: RecordState['fields']): Change => {
    const before = records.find((row) => row.id === of) ?? null;
    if (!before) throw new Error('no such record');
    return { kind: 'record', before, after: { ...before, fields: { ...before.fields, ...fields } } };
  };
  return [
    ...there.filter((row) => row !== null).map(created),
    patched(dealA, { Secret: secrets[0], Code: codes[0] ?? null }),
    patched(dealC, { Secret: secrets[1], Code: codes[1] ?? null }),
    patched(dealB, { Amount: larger ? 5_000 : 1 }),
    ...codes.map((value, at): Change => ({
      kind: 'claim',
      scope: 'unique:Deals.Code',
      value,
      holder: at === 0 ? dealA : dealC,
    })),
  ];
}

const value = fc.oneof(
  fc.constantFrom<unknown>(null, 'x', 'c1', 5, 999, 1_000, -1, true, ['x'], { x: 1 }, 'a\u0000b'),
  fc.constantFrom(...everyId),
);
const fieldName = fc.constantFrom('Name', 'Amount', 'Agent', 'Secret', 'Code', 'Manager', 'Bogus');
const plain = fc.record(
  {
    Name: fc.constantFrom('x', 'y', 'One'),
    Amount: fc.constantFrom(1, 3, 5, 999, 1_000),
    Agent: fc.constantFrom(agentA, agentB, ...dark, null),
  },
  { requiredKeys: [] },
);
const fields = fc.oneof(
  { weight: 4, arbitrary: plain },
  { weight: 1, arbitrary: fc.dictionary(fieldName, value, { maxKeys: 3 }) },
);
const moduleName = fc.oneof(
  { weight: 5, arbitrary: fc.constant('Deals') },
  { weight: 2, arbitrary: fc.constantFrom('Agents', 'Contacts', 'Nope') },
);
const where = {
  module: moduleName,
  id: fc.oneof(
    { weight: 3, arbitrary: fc.constantFrom(dealA, dealC) },
    { weight: 2, arbitrary: fc.constantFrom(...everyId) },
  ),
};
const layout = fc.constantFrom('Standard', 'Other');
const command = fc.oneof(
  {
    weight: 4,
    arbitrary: fc.record({
      name: fc.constant('update-record'),
      input: fc.oneof(
        fc.record({ ...where, set: fields }),
        fc
          .record({ ...where, set: fields })
          .map((input) => ({ ...input, base: Object.fromEntries(Object.keys(input.set).map((name) => [name, 1])) })),
        fc.record({ ...where, set: fields, base: fields, layout }, { requiredKeys: ['module', 'id', 'set'] }),
      ),
    }),
  },
  {
    weight: 3,
    arbitrary: fc.record({
      name: fc.constant('create-record'),
      input: fc.record(
        { module: moduleName, fields, layout, externalId: fc.constantFrom('e1') },
        { requiredKeys: ['module', 'fields'] },
      ),
    }),
  },
  {
    weight: 2,
    arbitrary: fc.record({ name: fc.constantFrom('delete-record', 'restore-record'), input: fc.record(where) }),
  },
  {
    weight: 1,
    arbitrary: fc.record({
      name: fc.constant('import-records'),
      input: fc.record({
        module: moduleName,
        rows: fc.array(fc.record({ externalId: fc.constantFrom('e1', 'e2'), fields }), { minLength: 1, maxLength: 2 }),
      }),
    }),
  },
);

/** A portal with its own darkness; ids are the same for the same command, so that answers can be compared byte for byte. */
async function open(dark: Darkness) {
  const log = new MemoryLog();
  await found(log, portal, hidden(dark));
  let base = 0;
  let drawn = 0;
  const here = node(log, { newId: () => id(base + (drawn += 1)) });
  const told = async (at: number, name: string, input: unknown, of: string): Promise<string> => {
    base = 1_000 * (at + 1);
    drawn = 0;
    const { sequence: _, ...answer } = await here.send(partner, name, input, of);
    return JSON.stringify(answer);
  };
  return { log, told, troubles: here.troubles };
}

/** All records as the partner sees them. */
async function seen(log: MemoryLog): Promise<string> {
  const entries = await log.entries(portal, 0, 1_000);
  const rows = entries.flatMap(({ changes }) =>
    changes.flatMap((change) => (change.kind === 'record' && change.after ? [change.after] : [])),
  );
  const asked: Question[] = rows.map(({ module, id: of }) => ({ ask: 'record', module, id: of }));
  const { known } = await log.gather(portal, [...asked, { ask: 'member', id: partner }]);
  const settings = await log.settings(portal);
  const member = known.member(partner);
  if (!settings || !member) throw new Error('no portal');
  const ability = abilityOf(settings.portal, member);
  const sight = sightOf(settings.portal, ability, memberKeys(settings.portal, ability, member, known), member);
  const present = new Map(rows.map(({ module, id: of }) => [of, known.record(module, of)]));
  const views = [...present.values()].map((row) => row && sight.view(row)).filter((view) => view !== null);
  return JSON.stringify(views.sort((one, other) => (one.id < other.id ? -1 : 1)));
}

test('[law 7] two portals that look the same to a member answer him the same, byte for byte, and go on looking the same', async () => {
  const codes = new Set<string>();
  await fc.assert(
    fc.asyncProperty(
      darkness,
      darkness,
      fc.array(command, { minLength: 1, maxLength: 8 }),
      async (one, other, commands) => {
        const [here, there] = [await open(one), await open(other)];
        expect(await seen(here.log)).toBe(await seen(there.log));
        for (const [at, { name, input }] of commands.entries()) {
          const of = id(800_000 + at);
          const answer = await here.told(at, name, input, of);
          expect(await there.told(at, name, input, of)).toBe(answer);
          expect(await there.told(at, name, input, of)).toBe(await here.told(at, name, input, of)); // repeats too
          codes.add(/"code":"([a-z-]+)"/.exec(answer)?.[1] ?? 'applied');
        }
        expect(await seen(here.log)).toBe(await seen(there.log));
        expect([...here.troubles, ...there.troubles]).toEqual([]);
      },
    ),
    { numRuns: 200 },
  );
  expect([...codes]).toEqual(
    expect.arrayContaining([
      'applied',
      'not-found',
      'unknown-field',
      'forbidden',
      'invalid',
      'unknown-record',
      'conflict',
    ]),
  );
}, 60_000);
