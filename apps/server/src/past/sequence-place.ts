import type { Place } from '../reads/page-cursor.ts';

/** A place in the log inside a page cursor, always of one length: a portal user learns nothing from it (SEC-4). */
export const placeOf = (sequence: number): Place => ({ values: [], id: String(sequence).padStart(16, '0') });

export const sequenceIn = ({ id }: Place): number => Number(id);
