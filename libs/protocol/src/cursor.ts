import {
  createCipheriv,
  createDecipheriv,
  createHmac,
  createSecretKey,
  hkdfSync,
  randomFillSync,
  timingSafeEqual,
  type KeyObject,
} from 'node:crypto';

const nonceBytes = 12;
const tagBytes = 16;
const tokenBytes = nonceBytes + 8 + tagBytes;

/**
 * Opaque places in one portal's log. A token is the sequence, enciphered under a key of the portal: fresh each time and
 * of constant length, so that it tells neither distance nor whether anything happened (SEC-4). A ticket binds the
 * tokens a client holds to its member.
 */
export class PortalCursors {
  readonly #key: KeyObject;
  readonly #ticketKey: KeyObject;
  /** Nonces are drawn from here, many at a time: asking for twelve bytes costs as much as for a page. */
  readonly #random = Buffer.alloc(nonceBytes * 256);
  #drawn = this.#random.length;

  /** `secret`: the installation's, at least 32 bytes. It is handed in, so that a test can open tokens. */
  constructor(secret: Uint8Array, portal: string) {
    const derived = (use: string) => createSecretKey(new Uint8Array(hkdfSync('sha256', secret, portal, use, 32)));
    this.#key = derived('genkan token');
    this.#ticketKey = derived('genkan ticket');
  }

  token(sequence: number): string {
    const nonce = this.#nonce();
    const cipher = createCipheriv('aes-256-gcm', this.#key, nonce);
    const place = Buffer.allocUnsafe(8);
    place.writeBigUInt64BE(BigInt(sequence));
    const hidden = cipher.update(place);
    cipher.final();
    return Buffer.concat([nonce, hidden, cipher.getAuthTag()], tokenBytes).toString('base64url');
  }

  #nonce(): Buffer {
    if (this.#drawn === this.#random.length) {
      randomFillSync(this.#random);
      this.#drawn = 0;
    }
    return this.#random.subarray(this.#drawn, (this.#drawn += nonceBytes));
  }

  /** The sequence in a token of this portal; null when it is foreign or forged. */
  openToken(token: string): number | null {
    const bytes = Buffer.from(token, 'base64url');
    if (bytes.length !== tokenBytes || bytes.toString('base64url') !== token) return null;
    const cipher = createDecipheriv('aes-256-gcm', this.#key, bytes.subarray(0, nonceBytes));
    cipher.setAuthTag(bytes.subarray(tokenBytes - tagBytes));
    try {
      const place = Buffer.concat([cipher.update(bytes.subarray(nonceBytes, tokenBytes - tagBytes)), cipher.final()]);
      return Number(place.readBigUInt64BE());
    } catch {
      return null; // the tag does not belong to it
    }
  }

  ticket(member: string): string {
    return createHmac('sha256', this.#ticketKey).update(member).digest('base64url');
  }

  /** Where this member's client stands. Null when the cursor is foreign, forged, another member's, or beyond `head`. */
  open(cursor: { readonly ticket: string; readonly token: string }, member: string, head: number): number | null {
    const given = Buffer.from(cursor.ticket);
    const expected = Buffer.from(this.ticket(member));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    const sequence = this.openToken(cursor.token);
    return sequence !== null && sequence <= head ? sequence : null;
  }
}
