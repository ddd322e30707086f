import { createHmac, hkdfSync, timingSafeEqual } from 'node:crypto';
import { z } from 'zod';
import { apiName, memberId, recordId } from '@genkan/domain/names';

/** Who is where, as one node tells the others: ids and names of fields, never a value. `at` null: gone from there. */
export const whereabouts = z.strictObject({
  session: z.string().max(40),
  member: memberId,
  /** The member's sessions number when it signed in: a session that was ended since is present nowhere. */
  began: z.int(),
  module: apiName,
  record: recordId,
  at: z.strictObject({ viewing: apiName.nullable(), editing: apiName.nullable() }).nullable(),
});
export type Whereabouts = z.infer<typeof whereabouts>;

const word = z.strictObject({
  /** One start of one node, and the number of this word of it. */
  node: z.string().max(40),
  number: z.int(),
  /** Milliseconds since 1970, by the clock of the node that says it. */
  at: z.int(),
  /** The node has just begun: everybody is to say who is present. */
  asks: z.boolean(),
  people: z.array(whereabouts),
});
export type PresenceWord = z.infer<typeof word>;

/** Words about one portal, sealed with a key of the installation: a bus that lies can delay and drop them, never make one. */
export class PresenceWords {
  readonly #prefix: string;
  readonly #key: Buffer;

  /** `secret`: the installation's, at least 32 bytes, the same on every node. */
  constructor(secret: Uint8Array, portal: string) {
    this.#prefix = `${portal}.`;
    this.#key = Buffer.from(hkdfSync('sha256', secret, portal, 'genkan presence', 32));
  }

  print(said: PresenceWord): string {
    const text = JSON.stringify(said);
    return `${this.#prefix}${this.#seal(text)}.${text}`;
  }

  /** Null: of another portal, forged, or altered. */
  read(text: string): PresenceWord | null {
    if (!text.startsWith(this.#prefix)) return null;
    const from = this.#prefix.length;
    const dot = text.indexOf('.', from);
    const json = text.slice(dot + 1);
    const given = Buffer.from(text.slice(from, Math.max(dot, from)));
    const expected = Buffer.from(this.#seal(json));
    if (given.length !== expected.length || !timingSafeEqual(given, expected)) return null;
    return word.parse(JSON.parse(json));
  }

  #seal(text: string): string {
    return createHmac('sha256', this.#key).update(text).digest('base64url');
  }
}
