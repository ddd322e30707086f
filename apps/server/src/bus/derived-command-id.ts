import { createHash } from 'node:crypto';

/** The same cause is always the same command: whoever says it again, after a crash or on another node, repeats himself (law 1). */
export function derivedCommandId(cause: string): string {
  const hex = createHash('sha256').update(cause).digest('hex');
  const variant = '89ab'[Number.parseInt(hex.charAt(16), 16) % 4];
  return `${hex.slice(0, 8)}-${hex.slice(8, 12)}-4${hex.slice(13, 16)}-${variant}${hex.slice(17, 20)}-${hex.slice(20, 32)}`;
}
