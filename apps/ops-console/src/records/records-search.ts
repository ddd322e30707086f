import { text } from '../frame/search-words.ts';

/** A condition on a field, as it stands in the address: `Stage:is:Won`, `Amount:from:100`, `Name:starts:Acme`. */
export type Filter = { readonly field: string; readonly by: FilterBy; readonly value: string };
const ways = ['is', 'from', 'to', 'starts'] as const;
export type FilterBy = (typeof ways)[number];

export type RecordsSearch = {
  /** A field, with `-` before it going down. */
  readonly sort?: string;
  readonly filter?: readonly string[];
  readonly open?: string;
};

export function readRecordsSearch(given: Record<string, unknown>): RecordsSearch {
  const filters = Array.isArray(given['filter']) ? given['filter'].filter((each) => typeof each === 'string') : [];
  return {
    ...text('sort', given),
    ...text('open', given),
    ...(filters.length > 0 ? { filter: filters } : {}),
  };
}

const isWay = (by: string | undefined): by is FilterBy => ways.some((way) => way === by);

export const filtersOf = ({ filter = [] }: RecordsSearch): readonly Filter[] =>
  filter.flatMap((each) => {
    const [field = '', by, ...value] = each.split(':');
    return isWay(by) ? [{ field, by, value: value.join(':') }] : [];
  });

export const filterText = ({ field, by, value }: Filter): string => [field, by, value].join(':');
