import { hash } from 'node:crypto';
import { isPast } from '@genkan/domain/kept-days';
import type { Receipt } from '@genkan/log/portal-log';

/** SHA-256 of salt and canonical input: a receipt proves that a repeat has the same input and tells nothing of it. */
export const inputHash = (salt: string, canonical: string): string => hash('sha256', salt + canonical);

/** Command ids are unique per member: another member's id is unknown (SEC-10). */
export const receiptKey = (of: { readonly member: string | null; readonly commandId: string }): string =>
  `${of.member ?? ''}/${of.commandId}`;

/** A repeat is not answered any more: it is too old, or was emptied by a node whose clock is ahead. */
export const isOutworn = ({ at, salt }: Receipt, now: string): boolean => salt === '' || isPast(at, now);

/** True: the receipt is of the same command with the same input, so its outcome is the answer (P3). */
export const sameInput = (receipt: Receipt, command: string, canonical: string): boolean =>
  receipt.command === command && receipt.inputHash === inputHash(receipt.salt, canonical);
