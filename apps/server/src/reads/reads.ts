import type { Read } from './define-read.ts';
import { recordRead } from './record.ts';
import { recordsRead } from './records.ts';
import { abilityRead, catalogueRead } from './rules.ts';
import { countRead, sumRead } from './totals.ts';

/** Every read once. */
export const reads: readonly Read[] = [recordsRead, countRead, sumRead, recordRead, abilityRead, catalogueRead];

const byName = new Map(reads.map((read) => [read.name, read]));
export const readByName = (name: string): Read | undefined => byName.get(name);
