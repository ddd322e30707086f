import type { Row, State, Value } from '../oracle/shapes.ts';
import { linesOf, managers, type Line } from './sales-files.ts';

/** Ids by module and name, as staff read them. */
export type Ids = (module: string, name: string) => string | undefined;

const day = (text = ''): string | null => (text === '' ? null : text.split('-').reverse().join('-'));
const number = (text = ''): number | null => (text === '' ? null : Number(text));
const word = (text = ''): string | null => (text === '' ? null : text);

type Fields = Record<string, Value>;
type Made = readonly [module: string, name: string, fields: Fields];

function account(line: Line, ids: Ids): Made {
  const sector = line['sector'] === 'technolgy' ? 'technology' : word(line['sector']);
  const Parent = word(line['subsidiary_of']) && (ids('Accounts', line['subsidiary_of'] ?? '') ?? null);
  const [Revenue, Employees] = [number(line['revenue']), number(line['employees'])];
  const Name = line['account'] ?? '';
  return [
    'Accounts',
    Name,
    { Name, Industry: sector, Revenue, Employees, BillingCountry: word(line['office_location']), Parent },
  ];
}

function deal(line: Line, ids: Ids): Made {
  const lookup = (module: string, column: string): string | null =>
    line[column] ? (ids(module, line[column]) ?? `no ${line[column]}`) : null;
  const Name = line['opportunity_id'] ?? '';
  const fields = {
    Name,
    Agent: lookup('Agents', 'sales_agent'),
    Product: lookup('Products', 'product'),
    Account: lookup('Accounts', 'account'),
    Stage: word(line['deal_stage']),
    EngageDate: day(line['engage_date']),
    CloseDate: day(line['close_date']),
    Amount: number(line['close_value']),
  };
  return ['Deals', Name, fields];
}

const product = (line: Line): Made => [
  'Products',
  line['product'] ?? '',
  { Name: line['product'] ?? '', Category: word(line['series']), UnitPrice: number(line['sales_price']), Active: true },
];
const agent = (line: Line, ids: Ids): Made => [
  'Agents',
  line['sales_agent'] ?? '',
  {
    Name: line['sales_agent'] ?? '',
    Manager: ids('Contacts', line['manager'] ?? '') ?? null,
    Region: word(line['regional_office']),
  },
];
const buyer = (line: Line, ids: Ids): Made => {
  const Name = `Buyer of ${line['account']}`;
  return ['Contacts', Name, { Name, Account: ids('Accounts', line['account'] ?? '') ?? null }];
};

/** What must stand in the portal after the imports, read from the files by another hand than the product's. */
export function expectedRows(ids: Ids, by: string): State['rows'] {
  const made: readonly Made[] = [
    ...linesOf('accounts').map((line) => account(line, ids)),
    ...linesOf('products').map(product),
    ...managers.map((Name): Made => ['Contacts', Name, { Name }]),
    ...linesOf('accounts').map((line) => buyer(line, ids)),
    ...linesOf('sales_teams').map((line) => agent(line, ids)),
    ...linesOf('sales_pipeline').map((line) => deal(line, ids)),
  ];
  const rows = made.map(([module, name, fields]): Row => {
    const id = ids(module, name) ?? `no ${module} ${name}`;
    const held = Object.fromEntries(Object.entries(fields).filter(([, value]) => value !== null));
    return { id, module, layout: 'Standard', fields: held, createdBy: by, deleted: false };
  });
  return new Map(rows.map((row) => [row.id, row]));
}
