import { Ring } from './ring.ts';
import { changed, created, entry, record } from './test/turns.ts';

const sized = (sequence: number, changes: number) =>
  entry(
    'p',
    sequence,
    Array.from({ length: changes }, () => created(record())),
  );
const sequences = (ring: Ring, since: number) => ring.since(since)?.map((one) => one.sequence) ?? null;

test('[TL7] the ring answers every sequence it still holds all newer entries of, and null before that', () => {
  const ring = new Ring(5, 10);
  expect(sequences(ring, 10)).toEqual([]);
  expect(sequences(ring, 9)).toBeNull();
  for (const [sequence, changes] of [
    [11, 2],
    [12, 2],
    [13, 0],
    [14, 2],
  ] as const)
    ring.push(sized(sequence, changes));
  expect(sequences(ring, 10)).toBeNull();
  expect(sequences(ring, 11)).toEqual([12, 13, 14]);
  expect(sequences(ring, 14)).toEqual([]);
});

test('[TL7] an entry larger than the ring empties it, and it goes on from there', () => {
  const ring = new Ring(5, 0);
  ring.push(sized(1, 1));
  ring.push(sized(2, 9));
  expect(sequences(ring, 1)).toBeNull();
  expect(sequences(ring, 2)).toEqual([]);
  ring.push(sized(3, 1));
  expect(sequences(ring, 2)).toEqual([3]);
});

test('[TL7] thousands of entries later it holds the newest and no more', () => {
  const ring = new Ring(100, 0);
  for (let sequence = 1; sequence <= 5000; sequence++) ring.push(sized(sequence, 1));
  expect(sequences(ring, 4899)).toBeNull();
  expect(sequences(ring, 4900)).toHaveLength(100);
  expect(sequences(ring, 4997)).toEqual([4998, 4999, 5000]);
});

test('[TL7] it knows a record as its newest entry left it, for as long as it holds an entry that changed it', () => {
  const ring = new Ring(3, 0);
  const [hot, cold] = [record({ A: 0 }), record({ A: 0 })];
  const next = { ...hot, fields: { A: 1 } };
  ring.push(entry('p', 1, [created(hot), created(cold)]));
  expect([ring.row(hot.id), ring.row(cold.id), ring.row('another')]).toEqual([hot, cold, undefined]);
  ring.push(entry('p', 2, [changed(hot, next)]));
  ring.push(entry('p', 3, [created(record())]));
  expect([ring.row(hot.id), ring.row(cold.id)]).toEqual([next, undefined]);
  ring.push(entry('p', 4, [changed(next, null)]));
  expect(ring.row(hot.id)).toBeNull();
  for (const sequence of [5, 6, 7]) ring.push(sized(sequence, 1));
  expect(ring.row(hot.id)).toBeUndefined();
});
