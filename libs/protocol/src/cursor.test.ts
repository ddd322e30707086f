import { randomBytes } from 'node:crypto';
import { expect, test } from '@jest/globals';
import fc from 'fast-check';
import { PortalCursors } from './cursor.ts';

const secret = randomBytes(32);
const acme = new PortalCursors(secret, 'acme');

test('[TK1] a token opens to the sequence it was made of, for any sequence', () => {
  fc.assert(
    fc.property(fc.nat({ max: Number.MAX_SAFE_INTEGER }), (sequence) => {
      expect(acme.openToken(acme.token(sequence))).toBe(sequence);
    }),
  );
});

test('[TK2] tokens are fresh and of one length, whatever the sequence', () => {
  const tokens = [0, 0, 1, 41, 47, 2 ** 40, Number.MAX_SAFE_INTEGER].map((sequence) => acme.token(sequence));
  expect(new Set(tokens).size).toBe(tokens.length);
  expect(new Set(tokens.map((token) => token.length)).size).toBe(1);
});

test('[TK3] a token of another portal or another installation does not open', () => {
  expect(new PortalCursors(secret, 'other').openToken(acme.token(5))).toBeNull();
  expect(new PortalCursors(randomBytes(32), 'acme').openToken(acme.token(5))).toBeNull();
});

test('[TK3] a token with any bit altered, cut or lengthened does not open', () => {
  const token = acme.token(5);
  const bytes = Buffer.from(token, 'base64url');
  fc.assert(
    fc.property(fc.nat({ max: bytes.length * 8 - 1 }), (bit) => {
      const altered = Buffer.from(bytes);
      altered.writeUInt8(altered.readUInt8(bit >> 3) ^ (1 << (bit & 7)), bit >> 3);
      expect(acme.openToken(altered.toString('base64url'))).toBeNull();
    }),
  );
  for (const other of ['', token.slice(1), `${token}A`, `${token}=`, `${token.slice(0, -1)}*`]) {
    expect(acme.openToken(other)).toBeNull();
  }
});

test('[TK4] a cursor opens only with the ticket of the member who brings it', () => {
  const token = acme.token(5);
  expect(acme.open({ ticket: acme.ticket('alice'), token }, 'alice', 9)).toBe(5);
  expect(acme.open({ ticket: acme.ticket('alice'), token }, 'bob', 9)).toBeNull();
  expect(acme.open({ ticket: '', token }, 'alice', 9)).toBeNull();
  const foreign = new PortalCursors(secret, 'other');
  expect(acme.open({ ticket: foreign.ticket('alice'), token }, 'alice', 9)).toBeNull();
});

test('[TK5] a cursor from the future of the log does not open', () => {
  const cursor = { ticket: acme.ticket('alice'), token: acme.token(5) };
  expect(acme.open(cursor, 'alice', 5)).toBe(5);
  expect(acme.open(cursor, 'alice', 4)).toBeNull();
});
