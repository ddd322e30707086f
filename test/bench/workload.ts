/**
 * "Live permitted deals": 1,000 deals, 100 accounts, 5 user types that see 13 to 6 fields, records of about 300 bytes.
 * Every value carries the name of its field, so that a client that may not see a field knows a leak when it meets one.
 */
export const dealCount = 1_000;
export const accountCount = 100;

export const fieldNames = [
  'Name',
  'Stage',
  'Amount',
  'Account',
  'Region',
  'Product',
  'Currency',
  'CloseDate',
  'Next',
  'Source',
  'Margin',
  'Discount',
  'Internal',
] as const;
export type FieldName = (typeof fieldNames)[number];

/** A field no user type sees: F5 changes only this one. */
export const hiddenField = 'Cost';

const seen = [13, 11, 9, 7, 6];
/** The fields each of the five user types sees, the widest first. */
export const visibleFields: readonly (readonly FieldName[])[] = seen.map((count) => fieldNames.slice(0, count));

export type Deal = { id: string; account: number; fields: Record<string, string | number> };

/** A value of a field after its n-th change: the field's name, the deal, the change, filled to a realistic length. */
export const valueOf = (field: string, deal: number, change: number): string | number =>
  field === 'Amount' ? deal * 1_000_000 + change : `${field} ${deal}.${change} ${'x'.repeat(8)}`;

export const accountOf = (deal: number): number => deal % accountCount;

/** The fields an update sets: one that every user type sees, as a pipeline move does, and the amount. */
export const updateOf = (deal: number, change: number): Record<string, string | number> => ({
  Stage: valueOf('Stage', deal, change),
  Amount: valueOf('Amount', deal, change),
});

export const makeDeal = (deal: number, id: string): Deal => ({
  id,
  account: accountOf(deal),
  fields: Object.fromEntries(fieldNames.map((field) => [field, valueOf(field, deal, 0)])),
});

/** A is broadcast: everyone may see every deal, masked by type. B is scoped: only the own account's deals. */
export type Shape = 'A' | 'B';
/** The n-th of N sockets: its user type and its account. */
export const placeOf = (socket: number): { type: number; account: number } => ({
  type: socket % visibleFields.length,
  account: Math.floor(socket / visibleFields.length) % accountCount,
});
/** The same with one user type only, for a change of its rights. */
export const placeOfOneType = (socket: number): { type: number; account: number } => ({
  type: 0,
  account: socket % accountCount,
});
/** How many of N sockets one change of a deal reaches. */
export const receivers = (shape: Shape, sockets: number, deal: number): number =>
  shape === 'A'
    ? sockets
    : Array.from({ length: sockets }, (_, n) => n).filter((n) => placeOf(n).account === accountOf(deal)).length;
