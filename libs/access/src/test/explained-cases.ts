import type { RecordState } from '@genkan/domain/records';
import { id, kimIn, tab } from './house.ts';

type Sight = ReturnType<typeof kimIn>;
const dealIn = (sight: Sight): RecordState => sight.records.find((record) => record.id === id.deal)!;
const sees = kimIn({ tabs: { Deals: tab() } });
const none = kimIn({});
const picky = kimIn({ tabs: { Deals: tab({ criteria: { field: 'Stage', is: 'is', value: 'Won' } }) } });
const short = kimIn({ tabs: { Deals: tab({ layouts: { Short: ['Stage'] } }) } });

/** One deal, seen and not seen for each reason there is. */
export const explainedCases: readonly (readonly [string, Sight, RecordState])[] = [
  ['seen', sees, dealIn(sees)],
  ['no-tab', none, dealIn(none)],
  ['no-reach', sees, { ...dealIn(sees), keys: [] }],
  ['deleted', sees, { ...dealIn(sees), deleted: true }],
  ['restricted', sees, { ...dealIn(sees), restricted: true }],
  ['layout', short, dealIn(short)],
  ['criteria', picky, dealIn(picky)],
];
