import fc from 'fast-check';
import type { View } from '../contract.ts';

const shapes = [['Name'], ['Name', 'Stage'], ['Name', 'Stage', 'Amount']] as const;
const value = fc.oneof(fc.constant(null), fc.constantFrom('New', 'Won', 'Lost'), fc.integer({ min: 0, max: 3 }));

/** A record as somebody may see it: few ids, few values, several shapes, so that things meet. */
export const viewOf = (id: string): fc.Arbitrary<View> =>
  fc
    .record({
      shape: fc.constantFrom(...shapes),
      may: fc.integer({ min: 0, max: 3 }),
      values: fc.array(value, { minLength: 3, maxLength: 3 }),
    })
    .map(({ shape, may, values }) => ({
      id,
      layout: shape.length === 1 ? 'Short' : 'Standard',
      may,
      fields: Object.fromEntries(shape.map((name, at) => [name, values[at] ?? null])),
    }));

/** One entry: some of the records come, change or go. */
export const entry = (ids: readonly string[]): fc.Arbitrary<Record<string, View | null>> =>
  fc
    .tuple(...ids.map((id) => fc.option(fc.tuple(fc.constant(id), fc.option(viewOf(id), { freq: 2 })))))
    .map((touched) => Object.fromEntries(touched.filter((each) => each !== null)));
