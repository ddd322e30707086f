import { randomFillSync } from 'node:crypto';

const size = 16;
const drawn = Buffer.alloc(size * 256);
let used = drawn.length;

/** 128 random bits as base64, none used twice: drawn 256 at a time, because a draw costs more than what is drawn. */
export function newSalt(): string {
  if (used === drawn.length) {
    randomFillSync(drawn);
    used = 0;
  }
  used += size;
  return drawn.toString('base64', used - size, used);
}
