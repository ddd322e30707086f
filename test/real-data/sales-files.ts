import { existsSync, readFileSync } from 'node:fs';
import { fileURLToPath } from 'node:url';

/** Real input is read where it lies, never copied in. */
const folder = process.env['GENKAN_DATA'] ?? fileURLToPath(new URL('../../../shared/data', import.meta.url));
const file = (name: string): string => `${folder}/crm-sales-opportunities/${name}.csv`;

export const present = existsSync(file('sales_pipeline'));
export const textOf = (name: string): string => readFileSync(file(name), 'utf8');

export type Line = Readonly<Record<string, string>>;
/** These files quote nothing: a reader of three lines is independent of the product's own. */
export function linesOf(name: string): readonly Line[] {
  const [head = '', ...rest] = textOf(name).trim().split(/\r?\n/);
  const columns = head.split(',');
  return rest.map((line) => {
    const cells = line.split(',');
    return Object.fromEntries(columns.map((column, at) => [column, cells[at] ?? '']));
  });
}

const csv = (rows: readonly (readonly string[])[]): string => rows.map((row) => row.join(',')).join('\n');
export const managers: readonly string[] = present
  ? [...new Set(linesOf('sales_teams').map((line) => line['manager'] ?? ''))].sort()
  : [];

/** Who comes in: the six managers as partners, and one contact for each account. */
export const peopleCsv = (): string =>
  csv([
    ['id', 'name', 'account'],
    ...managers.map((name) => [name, name, '']),
    ...linesOf('accounts').map((line) => [
      `at ${line['account']}`,
      `Buyer of ${line['account']}`,
      line['account'] ?? '',
    ]),
  ]);

/** How each file becomes a module. Parents of accounts come in a second pass: a parent may stand below its child. */
export const mappings = {
  accounts: {
    module: 'Accounts',
    mapping: {
      externalId: 'account',
      columns: {
        account: 'Name',
        sector: { field: 'Industry', values: { technolgy: 'technology' } },
        year_established: 'ignore',
        revenue: 'Revenue',
        employees: 'Employees',
        office_location: 'BillingCountry',
        subsidiary_of: 'ignore',
      },
    },
  },
  parents: {
    module: 'Accounts',
    mapping: {
      externalId: 'account',
      columns: {
        account: 'Name',
        sector: 'ignore',
        year_established: 'ignore',
        revenue: 'ignore',
        employees: 'ignore',
        office_location: 'ignore',
        subsidiary_of: 'Parent',
      },
    },
  },
  products: {
    module: 'Products',
    mapping: { externalId: 'product', columns: { product: 'Name', series: 'Category', sales_price: 'UnitPrice' } },
  },
  people: {
    module: 'Contacts',
    mapping: { externalId: 'id', columns: { id: 'ignore', name: 'Name', account: 'Account' } },
  },
  agents: {
    module: 'Agents',
    mapping: {
      externalId: 'sales_agent',
      columns: { sales_agent: 'Name', manager: 'Manager', regional_office: 'Region' },
    },
  },
  deals: {
    module: 'Deals',
    mapping: {
      externalId: 'opportunity_id',
      columns: {
        opportunity_id: 'Name',
        sales_agent: 'Agent',
        product: 'Product',
        account: 'Account',
        deal_stage: 'Stage',
        engage_date: { field: 'EngageDate', date: 'd-m-Y' },
        close_date: { field: 'CloseDate', date: 'd-m-Y' },
        close_value: 'Amount',
      },
    },
  },
} as const;

const head = 'opportunity_id,sales_agent,product,account,deal_stage,engage_date,close_date,close_value';
const good = ['Moses Frase', 'GTX Basic', 'Cancity', 'Won', '20-10-2016', '01-03-2017', '1054'] as const;
const bad = (id: string, at: number, cell: string): string =>
  [id, ...good.map((was, n) => (n === at ? cell : was))].join(',');

/** Twenty ways to spoil a row, each with the code and column it must be refused by; good rows stand between them. */
export const spoilt: readonly { readonly line: string; readonly code: string; readonly column: string }[] = [
  { line: `,${good.join(',')}`, code: 'invalid', column: 'opportunity_id' },
  { line: `${'x'.repeat(201)},${good.join(',')}`, code: 'invalid', column: 'opportunity_id' },
  { line: bad('BAD00003', 0, 'Nobody Known'), code: 'unknown-record', column: 'sales_agent' },
  { line: bad('BAD00004', 0, 'Cancity'), code: 'unknown-record', column: 'sales_agent' },
  { line: bad('BAD00005', 1, 'GTXPro'), code: 'unknown-record', column: 'product' },
  { line: bad('BAD00006', 2, 'cancity'), code: 'unknown-record', column: 'account' },
  { line: bad('BAD00007', 3, 'Maybe'), code: 'invalid', column: 'deal_stage' },
  { line: bad('BAD00008', 3, 'won'), code: 'invalid', column: 'deal_stage' },
  { line: bad('BAD00009', 4, '2016-10-20'), code: 'invalid', column: 'engage_date' },
  { line: bad('BAD00010', 4, '31-02-2017'), code: 'invalid', column: 'engage_date' },
  { line: bad('BAD00011', 4, '1-3-2017'), code: 'invalid', column: 'engage_date' },
  { line: bad('BAD00012', 5, '20-13-2016'), code: 'invalid', column: 'close_date' },
  { line: bad('BAD00013', 5, '00-10-2016'), code: 'invalid', column: 'close_date' },
  { line: bad('BAD00014', 5, 'yesterday'), code: 'invalid', column: 'close_date' },
  { line: bad('BAD00015', 6, 'much'), code: 'invalid', column: 'close_value' },
  { line: bad('BAD00016', 6, '1e999'), code: 'invalid', column: 'close_value' },
  { line: bad('BAD00017', 6, '1234567890123456'), code: 'invalid', column: 'close_value' },
  { line: bad('BAD00018', 6, '0x10'), code: 'invalid', column: 'close_value' },
  { line: bad('BAD00019', 6, '"10,54"'), code: 'invalid', column: 'close_value' },
  { line: bad('BAD00020', 6, 'NaN'), code: 'invalid', column: 'close_value' },
];
/** Row `2n` of the file (from 1) is bad, the rows around it are good ones that are there already. */
export function spoiltCsv(): string {
  const there = textOf('sales_pipeline').trim().split(/\r?\n/).slice(1);
  return [head, ...spoilt.flatMap(({ line }, at) => [there[at] ?? '', line])].join('\n');
}
