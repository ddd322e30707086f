import { createHash } from 'node:crypto';
import { z } from 'zod';
import { open, seal } from '@genkan/identity/secret-box';
import { Rejected } from '@genkan/domain/rejected';

const place = z.tuple([z.string(), z.array(z.unknown()), z.string()]);
export type Place = { readonly values: readonly unknown[]; readonly id: string };

/** What a page cursor belongs to: one member and one question. For another it is unknown (SEC-10). */
const digest = (of: unknown): string => createHash('sha256').update(JSON.stringify(of)).digest('base64url');

/** The place after the last row of a page: opaque, and good only for who got it and what they asked. */
export const pageCursor = (key: Buffer, of: unknown, { values, id }: Place): string =>
  seal(key, JSON.stringify([digest(of), values, id]));

export function openPageCursor(key: Buffer, of: unknown, cursor: string): Place {
  const text = open(key, cursor);
  const read = text === null ? null : place.safeParse(JSON.parse(text)).data;
  if (!read || read[0] !== digest(of))
    throw new Rejected('invalid', 'This cursor is unknown. Begin with the first page.');
  return { values: read[1], id: read[2] };
}
