import fc from 'fast-check';

const seat = fc.nat(2);
const which = fc.nat(7);
const direction = fc.constantFrom('up' as const, 'down' as const);
const fields = fc.constantFrom(['Name'] as const, ['Amount'] as const, ['Name', 'Amount'] as const);
const doing = <D extends string, R extends object = object>(name: D, more?: { [K in keyof R]: fc.Arbitrary<R[K]> }) =>
  fc.record({ do: fc.constant(name), ...more }) as fc.Arbitrary<{ do: D } & R>;

/** What somebody with the SDK may do. */
const atSeat = [
  doing('open', { seat, list: fc.nat(5) }),
  doing('shut', { seat, which }),
  doing('edit', { seat, which, fields, hurried: fc.boolean() }),
  doing('edit', { seat, which, fields, hurried: fc.constant(false) }),
  doing('edit', { seat, which, fields, hurried: fc.constant(false) }),
  doing('create', { seat, edited: fc.boolean() }),
  doing('cancel', { seat }),
  doing('resolve', { seat }),
  doing('reload', { seat }),
] as const;
/** What may happen to his line. */
const onTheLine = [
  doing('drop', { seat, late: fc.boolean() }),
  doing('down', { seat }),
  doing('delay', { seat, direction, ms: fc.constantFrom(1, 3, 10) }),
  doing('freeze', { seat, direction }),
  doing('cut-amid', { seat, direction }),
  doing('hold', { seat }),
  doing('release', { seat }),
  doing('heal', { seat }),
] as const;
/** What the company does beside the line. */
const beside = [
  doing('staff-create', { his: fc.boolean() }),
  doing('staff-edit', { which, amount: fc.nat(9) }),
  doing('hand-over', { which, his: fc.boolean() }),
  doing('delete', { which }),
  doing('restore', { which }),
  doing('rights', {
    shown: fc.subarray(['Stage', 'Amount']),
    edit: fc.boolean(),
    tab: fc.nat(3),
    accounts: fc.boolean(),
  }),
  doing('move', { reseller: fc.boolean() }),
  doing('suspend', { seat }),
  doing('resume', { seat }),
] as const;

const step = fc.oneof(
  { weight: 9, arbitrary: fc.oneof(...atSeat) },
  { weight: 7, arbitrary: fc.oneof(...onTheLine) },
  { weight: 5, arbitrary: fc.oneof(...beside) },
  { weight: 5, arbitrary: doing('pause', { ms: fc.constantFrom(0, 2, 8) }) },
  { weight: 1, arbitrary: doing('quiet') },
);
export type Step = typeof step extends fc.Arbitrary<infer S> ? S : never;

const place = fc.record({
  who: fc.constantFrom('kei' as const, 'maria' as const, 'staff' as const),
  kept: fc.boolean(),
  offlineWrites: fc.constantFrom('wait' as const, 'queue' as const, 'queue' as const, 'reject' as const),
});
export type Place = typeof place extends fc.Arbitrary<infer P> ? P : never;

/** Who sits where, and what happens. */
export const session = fc.record({
  places: fc.array(place, { minLength: 1, maxLength: 2 }),
  steps: fc.array(step, { minLength: 5, maxLength: 40 }),
});
export type Session = typeof session extends fc.Arbitrary<infer S> ? S : never;
