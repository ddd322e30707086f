import { expect, test } from '@jest/globals';
import { PresenceWords, type PresenceWord } from './presence-word.ts';

const secret = new Uint8Array(32).fill(3);
const portal = '11111111-1111-4111-8111-111111111111';
const id = (nth: number) => `00000000-0000-4000-8000-${String(nth).padStart(12, '0')}`;
const said: PresenceWord = {
  node: id(1),
  number: 4,
  at: 1_900_000_000_000,
  asks: false,
  people: [
    {
      session: id(2),
      member: id(3),
      began: 0,
      module: 'Deals',
      record: id(4),
      at: { viewing: null, editing: 'Stage' },
    },
  ],
};

test('[PW1] a word is read by every node that shares the secret', () => {
  expect(new PresenceWords(secret, portal).read(new PresenceWords(secret, portal).print(said))).toEqual(said);
});

test('[PW1] a word of another portal, another secret, or altered in any place is nothing', () => {
  const words = new PresenceWords(secret, portal);
  const text = words.print(said);
  expect(new PresenceWords(secret, id(9)).read(text)).toBeNull();
  expect(new PresenceWords(secret, id(9)).read(text.replace(portal, id(9)))).toBeNull();
  expect(words.read(new PresenceWords(new Uint8Array(32).fill(4), portal).print(said))).toBeNull();
  for (let at = 0; at < text.length; at++) {
    const altered = `${text.slice(0, at)}${text[at] === 'x' ? 'y' : 'x'}${text.slice(at + 1)}`;
    const read = words.read(altered);
    expect(read === null || altered.slice(at, at + 1) === text[at]).toBe(true);
  }
  for (const nothing of ['', '.', `${portal}.`, `${portal}..`, `${portal}.{}`]) expect(words.read(nothing)).toBeNull();
});
