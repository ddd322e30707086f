import type { Value } from './contract.ts';

/** A record as this member sees it, flat; the record's id wins over a field named `id`. */
export type Row = { readonly id: string; readonly [field: string]: Value };
/** A row with what belongs to it: its layout, the code of what may be done with it. */
export type Held = {
  readonly layout: string;
  readonly may: number;
  readonly row: Row;
  /** Fields were taken away by a change of rights: the server's own word of it is still to come. */
  readonly cut?: true;
};
