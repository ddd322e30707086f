import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { commands } from './commands.ts';
import type { Value } from './fields.ts';
import type { RecordState } from './records.ts';
import type { Granted } from './test/sights.ts';
import { World, id } from './test/world.ts';

const names = ['Name', 'Stage', 'Amount', 'Contact', 'Description', 'Code'];
const modules = ['Deals', 'Contacts', 'Invoices'];
/** Ids 101-109: of each module one record the member meets, one hidden from him, one deleted. */
const place = (n: number) => ({
  module: modules[(n - 101) % 3]!,
  kind: (['met', 'hidden', 'deleted'] as const)[Math.floor((n - 101) / 3)]!,
});
const numbers = Array.from({ length: 9 }, (_, n) => 101 + n);
const pool = [...numbers, 999].map(id);

const suited: Readonly<Record<string, readonly Value[]>> = {
  Name: ['A', 'B', ''],
  Stage: ['Won', 'Lost'],
  Amount: [5, 7],
  Contact: [102, 105, 108, 999].map(id),
  Description: ['inside', 'x'.repeat(300)],
  Code: ['taken', 'free'],
};
const odd: readonly Value[] = [null, 5, true, ['Won'], 'Never'];
const valueOf = (name: string) =>
  fc.oneof({ arbitrary: fc.constantFrom(...(suited[name] ?? odd)), weight: 5 }, fc.constantFrom(...odd));
const fields = (from: readonly string[]) =>
  fc
    .uniqueArray(
      fc.constantFrom(...from).chain((name) => fc.tuple(fc.constant(name), valueOf(name))),
      {
        selector: ([name]) => name,
        maxLength: 2,
      },
    )
    .map((pairs) => Object.fromEntries(pairs));
const some = (from: readonly string[]) => fc.oneof(fc.constant([...from]), fc.subarray([...from]));

/** What a tab shows and allows: editing and creating within the visible, as every stored setup is. */
const grant = fc
  .record({
    visible: some(names),
    edit: some(names),
    create: fc.option(some(names), { freq: 8 }),
    delete: fc.boolean(),
    copy: fc.boolean(),
  })
  .map(({ visible, edit, create, ...rest }) => ({
    ...rest,
    visible,
    edit: edit.filter((name) => visible.includes(name)),
    ...(create === null ? {} : { create: create.filter((name) => visible.includes(name)) }),
  }));
const grants: fc.Arbitrary<Granted> = fc.record({ Deals: grant, Contacts: grant });

type Rows = ReadonlyMap<number, Readonly<Record<string, Value>> | null>;
const rows: fc.Arbitrary<Rows> = fc
  .tuple(...numbers.map(() => fc.option(fields(names), { freq: 3 })))
  .map((all) => new Map(numbers.map((n, index) => [n, all[index] ?? null])));

const target = fc.oneof(
  fc.constantFrom(101, 101, 102, ...numbers).map((n) => ({ module: place(n).module, id: id(n) })),
  fc.record({ module: fc.constantFrom(...modules, 'Nowhere'), id: fc.constantFrom(...pool) }),
);
const onTarget = (more: fc.Arbitrary<object>) => fc.tuple(target, more).map(([to, rest]) => ({ ...to, ...rest }));
const layout = fc.constantFrom('Standard', 'Slim', 'Nowhere');
const given = [...names, 'Nothing'];
const rarely = <T>(arbitrary: fc.Arbitrary<T>) =>
  fc.oneof({ arbitrary, weight: 1 }, { arbitrary: fc.constant(undefined), weight: 5 });
const defined = (given: object) => JSON.parse(JSON.stringify(given)) as object;
const inputs: Readonly<Record<string, fc.Arbitrary<object>>> = {
  'create-record': fc
    .record({
      module: fc.constantFrom('Deals', 'Deals', ...modules, 'Nowhere'),
      fields: fc.oneof(
        fields(given),
        fields(given).map((more) => ({ Name: 'A', ...more })),
      ),
      layout: rarely(layout),
      externalId: fc.constantFrom(undefined, undefined, 'taken', 'free'),
    })
    .map(defined),
  'update-record': onTarget(
    fields(given).chain((set) => {
      const base = fc.oneof(fields([...Object.keys(set), 'Stage']), fc.constant(undefined));
      return fc.record({ set: fc.constant(set), base, layout: rarely(layout) });
    }),
  ).map(defined),
  'copy-record': target,
  'delete-record': target,
  'restore-record': target,
  'end-sessions': fc.record({ member: fc.constantFrom(...pool) }),
  'file-data-request': fc
    .record({ kind: fc.constantFrom('Erase', 'Rectify'), subject: rarely(target), details: rarely(fc.constant('x')) })
    .map(defined),
  'give-consent': fc
    .record({ purpose: fc.constant('Mail'), version: fc.constant(1), subject: rarely(target) })
    .map(defined),
  'withdraw-consent': fc.record({ purpose: fc.constant('Mail'), subject: rarely(target) }).map(defined),
};
/** Commands a portal user can try at all; all others need a right that only staff hold. */
const open = commands.filter(({ permission }) => permission.kind === 'record' || permission.kind === 'own');
const command = fc
  .constantFrom(...open.map((one) => one.name))
  .chain((name) => fc.tuple(fc.constant(name), inputs[name]!));

/** Compliance switched on, made once. */
const compliant = (() => {
  const made = new World();
  return made.run(made.staff(), 'configure-privacy', { compliance: true }).changes;
})();

/** What the member sees of a row comes from `seen`, everything else from `hidden`. */
function world(granted: Granted, seen: Rows, hidden: Rows) {
  const made = new World();
  const field = (name: string) => ({ ...made.portal.modules['Deals']!.fields[name]!, required: name === 'Name' });
  const Code = { name: 'Code', label: 'Code', type: 'text', required: false, unique: true } as const;
  const all = Object.fromEntries(names.map((name) => [name, name === 'Code' ? Code : field(name)]));
  for (const name of modules) {
    const layouts = Object.fromEntries(
      ['Standard', 'Slim'].map((one) => [one, { name: one, label: one, fields: names }]),
    );
    const after = { name, label: name, custom: true, fields: all, layouts, paths: {} };
    made.apply({ kind: 'setting', part: 'module', id: name, before: null, after });
  }
  for (const change of compliant) made.apply(change);
  made.record('Contacts', {}, { id: id(4) });
  const met: RecordState[] = [];
  for (const n of numbers) {
    const { module, kind } = place(n);
    const visible = new Set(kind === 'met' ? (granted[module]?.visible ?? []) : []);
    const behind = hidden.get(n) ?? null;
    if (kind !== 'met' && behind === null) continue; // hidden, deleted and never made are the same
    const shown = Object.entries(seen.get(n) ?? {}).filter(([name]) => visible.has(name));
    const covered = Object.entries(behind ?? {}).filter(([name]) => !visible.has(name));
    const row = made.record(module, Object.fromEntries([...shown, ...covered]), {
      id: id(n),
      deleted: kind === 'deleted',
    });
    if (kind === 'met' && granted[module]) met.push(row);
  }
  if (hidden.get(104)) made.claims.set('unique:Deals.Code=taken', id(104));
  if (hidden.get(104)) made.claims.set('external:Deals=taken', id(104));
  if (hidden.get(105)) made.members.set(id(105), { ...made.staff().member!, id: id(105) });
  else made.newId();
  return { made, partner: made.partner(granted, met), met };
}

function told(granted: Granted, seen: Rows, hidden: Rows, name: string, input: object) {
  const { made, partner, met } = world(granted, seen, hidden);
  const { code, rejected, result } = made.run(partner, name, input);
  const { message, issues, conflicts } = rejected ?? {};
  const views = met.map((row) => partner.sight().view(made.records.get(row.id)!));
  return { answer: { code, message, issues, conflicts, result }, views };
}

const cases = fc.tuple(grants, rows, rows, rows, command);

test('[law 7] [DM150] two states that look the same to a portal user answer every command the same and go on looking the same', () => {
  fc.assert(
    fc.property(cases, ([granted, seen, one, other, [name, input]]) => {
      expect(told(granted, seen, other, name, input)).toEqual(told(granted, seen, one, name, input));
    }),
    { numRuns: 2000 },
  );
});

test('[DM150] the cases of that property reach every kind of answer', () => {
  const sampled = fc.sample(cases, { numRuns: 4000, seed: 7 });
  const reached = sampled.map(([granted, seen, one, , [name, input]]) => {
    return `${name} ${told(granted, seen, one, name, input).answer.code}`;
  });
  const codes = ['applied', 'not-found', 'unknown-field', 'forbidden', 'invalid', 'unknown-record'];
  expect(new Set(reached)).toEqual(
    new Set([
      ...['conflict', ...codes].map((code) => `update-record ${code}`),
      ...codes.map((code) => `create-record ${code}`),
      ...['applied', 'not-found', 'forbidden', 'invalid'].map((code) => `copy-record ${code}`),
      ...['applied', 'not-found', 'forbidden'].map((code) => `delete-record ${code}`),
      ...['not-found', 'forbidden'].map((code) => `restore-record ${code}`),
      'end-sessions forbidden',
      ...['applied', 'not-found', 'forbidden', 'invalid'].map((code) => `file-data-request ${code}`),
      ...['give-consent', 'withdraw-consent'].flatMap((one) => [`${one} not-found`, `${one} forbidden`]),
    ]),
  );
});

test('[law 7] [DM151] every command a portal user can try is part of the property', () => {
  expect(open.map((one) => one.name).sort()).toEqual(Object.keys(inputs).sort());
});
