/** What of the list stands in the address, so that a link shows the same: view, order, filters, the open record. */
export type RecordsSearch = {
  readonly view?: 'board';
  /** A field, with `-` before it going down. */
  readonly sort?: string;
  readonly text?: string;
  /** One value of the field the board is parted by. */
  readonly pick?: string;
  readonly open?: string;
  /** The form of a new record stands open. */
  readonly create?: true;
};

const word = (value: unknown): string | undefined =>
  typeof value === 'string' || typeof value === 'number' ? String(value) || undefined : undefined;

/** Anything may stand in an address; what is not understood is left out. */
export function readSearch(given: Record<string, unknown>): RecordsSearch {
  const read = {
    view: given['view'] === 'board' ? 'board' : undefined,
    sort: word(given['sort']),
    text: word(given['text']),
    pick: word(given['pick']),
    open: word(given['open']),
    create: given['create'] === true ? true : undefined,
  };
  return Object.fromEntries(Object.entries(read).filter(([, value]) => value !== undefined));
}
