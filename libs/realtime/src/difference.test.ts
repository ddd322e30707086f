import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { compileUserType } from '@genkan/access/compile';
import { memberKeys } from '@genkan/access/member-keys';
import { allReach, house, kim, tab, userType } from '@genkan/access/test/house';
import { allKnown } from '@genkan/access/test/known-rows';
import type { RecordState } from '@genkan/domain/records';
import type { View } from '@genkan/domain/sight';
import type { Reach, UserType } from '@genkan/domain/user-types';
import { change as wireChange, type WireChange } from '@genkan/protocol/messages';
import { Difference, type Place } from './difference.ts';
import { EyesOfPortal } from './eyes.ts';
import { Gaze } from './gaze.ts';
import { moduleKeys } from './module-keys.ts';
import { dealOf } from './test/deals.ts';
import { takeLayoutChange } from './test/layout-change.ts';

type Was = { readonly then: RecordState | null; readonly now: RecordState | null };

function between(before: Gaze, after: Gaze, records: readonly Was[]): Difference {
  const difference = new Difference(before, after);
  for (const { then, now } of records) difference.add((now ?? then)!.id, { then, now });
  difference.loaded = 'end';
  return difference;
}

/** The parts of a difference as a client is told them, each of about so many bytes. */
function parts(difference: Difference, bytes: number): WireChange[][] {
  const told: WireChange[][] = [];
  for (let place: Place = 'start'; place !== 'end';) {
    const { text, to } = difference.stretch(place, bytes);
    told.push(wireChange.array().parse(JSON.parse(`[${text}]`)));
    place = to;
  }
  return told;
}

function take(rows: Map<string, View>, change: WireChange): void {
  if (!('id' in change)) return takeLayoutChange(rows, change);
  const known = rows.get(change.id);
  if (change.op === 'remove') rows.delete(change.id);
  else if (change.op === 'put') rows.set(change.id, change);
  else
    rows.set(change.id, { ...known!, fields: { ...known!.fields, ...change.fields }, may: change.may ?? known!.may });
}

/** Rows in one text, fields in their order. */
const bytesOf = (views: Iterable<View>): string =>
  JSON.stringify([...views].map(({ id, layout, fields, may }) => [id, layout, fields, may]).sort());

const seenBy = (gaze: Gaze, records: Iterable<RecordState | null>): View[] =>
  [...records].flatMap((record) => gaze.view(record) ?? []);

const everywhere = (...fields: string[]): UserType['tabs'] => ({
  Deals: tab({ layouts: { Standard: fields }, reaches: [allReach] }),
});
const { portal } = house({ tabs: everywhere() });
const eyes = new EyesOfPortal();
function gaze(tabs: UserType['tabs']): Gaze {
  const ability = compileUserType(portal, userType(tabs));
  const keys = memberKeys(portal, ability, kim, allKnown([]));
  return new Gaze('Deals', eyes.of(ability, 'Deals'), moduleKeys(keys, 'Deals'));
}
const names = ['Stage', 'Amount', 'Agent', 'Owner'];
const anyReach: fc.Arbitrary<Reach> = fc.record({
  kind: fc.constantFrom('all' as const, 'all' as const, 'created' as const),
  edit: fc.subarray(names),
  delete: fc.boolean(),
  copy: fc.constant(false),
});
const anyTab = fc
  .record({
    layouts: fc.record({ Standard: fc.subarray(names), Short: fc.subarray(names) }, { requiredKeys: ['Standard'] }),
    reaches: fc.array(anyReach, { minLength: 1, maxLength: 3 }),
  })
  .map((change) => ({ Deals: tab(change) }));
/** Whether Kim made it, on which layout it was, and what became of it. */
const anyDeal = fc.record({
  hers: fc.boolean(),
  short: fc.boolean(),
  became: fc.constantFrom('same', 'same', 'same', 'won', 'other layout', 'deleted', 'new'),
});

function dealAndItsWay({ hers, short, became }: { hers: boolean; short: boolean; became: string }, nth: number): Was {
  const then = { ...dealOf(nth), layout: short ? 'Short' : 'Standard', keys: hers ? [`+${kim.id}`] : [] };
  if (became === 'new') return { then: null, now: then };
  if (became === 'deleted') return { then, now: { ...then, deleted: true } };
  if (became === 'won') return { then, now: { ...then, fields: { ...then.fields, Stage: 'Won' } } };
  return { then, now: became === 'same' ? then : { ...then, layout: short ? 'Standard' : 'Short' } };
}

test('[RT1, I10] a change of rights told by layouts, columns and records gives what a fresh query gives, in bytes', () => {
  const times = { 'keep-fields': 0, recode: 0, column: 0, put: 0, patch: 0, remove: 0 };
  const anyDeals = fc.array(anyDeal, { maxLength: 8 });
  fc.assert(
    fc.property(anyTab, anyTab, anyDeals, fc.constantFrom(1, 200, 1e6), (from, to, deals, bytes) => {
      const [before, after] = [gaze(from), gaze(to)];
      const all = deals.map(dealAndItsWay);
      const held = seenBy(
        before,
        all.map(({ then }) => then),
      );
      const rows = new Map(held.map((view) => [view.id, view]));
      for (const change of parts(between(before, after, all), bytes).flat()) {
        times[change.op]++;
        take(rows, change);
      }
      const shown = seenBy(
        after,
        all.map(({ now }) => now),
      );
      expect(bytesOf(rows.values())).toBe(bytesOf(shown));
    }),
    { numRuns: 1000 },
  );
  expect(Object.entries(times).filter(([, count]) => count < 50)).toEqual([]); // each of them was really tried
});

// ---- examples ----

const deals = [dealOf(1), dealOf(2), dealOf(3)];
const asTheyWere: readonly Was[] = deals.map((deal) => ({ then: deal, now: deal }));
const ids = deals.map(({ id }) => id);
const told = (from: UserType['tabs'], to: UserType['tabs'], records = asTheyWere): WireChange[] =>
  parts(between(gaze(from), gaze(to), records), 1e6).flat();
const layout = { module: 'Deals', layout: 'Standard' };

test('[RT40] what rights take from a layout is said once, by the fields that stay and never by those that go', () => {
  expect(told(everywhere('Stage', 'Amount', 'Owner'), everywhere('Stage', 'Owner'))).toEqual([
    { op: 'keep-fields', ...layout, fields: ['Stage', 'Owner'] },
  ]);
});

test('[RT41] what rights give is a column, with the order of all fields', () => {
  expect(told(everywhere('Stage'), everywhere('Stage', 'Amount'))).toEqual([
    {
      op: 'column',
      ...layout,
      order: ['Stage', 'Amount'],
      fields: ['Amount'],
      ids,
      values: [deals.map(({ fields }) => fields['Amount'])],
    },
  ]);
});

test('[RT42] what may be done, said otherwise for all, is a table of codes', () => {
  const fields = { layouts: { Standard: ['Stage'] } };
  const none = { Deals: tab({ ...fields, reaches: [allReach] }) };
  const edit: Reach = { ...allReach, edit: ['Stage'] };
  const some = { Deals: tab({ ...fields, reaches: [edit, { ...allReach, kind: 'created' }] }) };
  expect(told(none, some)).toEqual([{ op: 'recode', ...layout, codes: [[1, 3]] }]);
  expect(told(some, none)).toEqual([{ op: 'recode', ...layout, codes: [[3, 1]] }]);
});

test('[RT43] a record that changed besides is told against what its layout has become', () => {
  const changed = { ...deals[1]!, fields: { ...deals[1]!.fields, Stage: 'Won', Amount: 7 } };
  const besides = asTheyWere.with(1, { then: deals[1]!, now: changed });
  const put = { op: 'put', ...layout, id: changed.id, fields: { Stage: 'Won', Amount: 7 } };
  const granted = told(everywhere('Stage'), everywhere('Stage', 'Amount'), besides);
  expect(granted).toMatchObject([put, { op: 'column', ids: [ids[0], ids[2]] }]);
  expect(told(everywhere('Stage', 'Amount'), everywhere('Stage'), besides)).toEqual([
    { op: 'keep-fields', ...layout, fields: ['Stage'] },
    { op: 'patch', module: 'Deals', id: changed.id, fields: { Stage: 'Won' } },
  ]);
});

test('[RT44] a difference in parts tells of layouts in its first part, and a part that is told later builds on it', () => {
  const difference = between(gaze(everywhere('Stage', 'Owner')), gaze(everywhere('Stage', 'Amount')), asTheyWere);
  const first = difference.stretch('start', 1);
  expect(JSON.parse(`[${first.text}]`)).toMatchObject([
    { op: 'keep-fields', fields: ['Stage'] },
    { op: 'column', ids: [ids[0]] },
  ]);
  const won = { ...deals[1]!, fields: { ...deals[1]!.fields, Stage: 'Won' } };
  difference.add(won.id, { then: deals[1]!, now: won }); // as an entry meanwhile does
  const rest = JSON.parse(`[${difference.stretch(first.to, 1e6).text}]`) as WireChange[];
  expect(rest).toMatchObject([
    { op: 'put', id: won.id },
    { op: 'column', ids: [ids[2]] },
  ]);
});

test('[RT11] a stretch is made once for all who are told it, until something changes', () => {
  const difference = between(gaze(everywhere('Stage')), gaze(everywhere('Amount')), asTheyWere);
  const { parcel } = difference.stretch('start', 1e6);
  expect(difference.stretch('start', 1e6).parcel).toBe(parcel);
  difference.add(ids[0]!, { then: deals[0]!, now: null });
  expect(difference.stretch('start', 1e6).parcel).not.toBe(parcel);
});

test('[RT9] a layout of which nothing is held is not spoken of', () => {
  expect(told(everywhere('Stage', 'Amount'), everywhere('Stage'), [])).toEqual([]);
});
