import type { Field, FieldType } from './fields.ts';
import type { Module } from './modules.ts';

export type Drawn = readonly [name: string, type: FieldType, more?: Partial<Omit<Field, 'name' | 'type'>>];

const spaced = (name: string): string => name.replace(/([a-z])([A-Z])/g, '$1 $2');
const to = (module: string): { module: string } => ({ module });
const of = (...choices: string[]): { choices: string[] } => ({ choices });
const mandatory = { required: true };

const drawField = ([name, type, more]: Drawn): readonly [string, Field] => [
  name,
  { label: spaced(name), required: false, unique: false, ...more, name, type },
];

/** A module with one layout, `Standard`, that holds all its fields. */
export const draw = (name: string, fields: readonly Drawn[]): Module => ({
  name,
  label: spaced(name),
  custom: false,
  fields: Object.fromEntries(fields.map(drawField)),
  layouts: { Standard: { name: 'Standard', label: 'Standard', fields: fields.map(([field]) => field) } },
  paths: {},
});

const address = (prefix: string): Drawn[] =>
  ['Street', 'City', 'State', 'PostalCode', 'Country'].map((part): Drawn => [`${prefix}${part}`, 'text']);

/** What quotes, orders and invoices share. */
const sums: readonly Drawn[] = [
  ['SubTotal', 'money'],
  ['Discount', 'percent'],
  ['Tax', 'money'],
  ['GrandTotal', 'money'],
  ['Terms', 'long-text'],
  ['Description', 'long-text'],
];

/**
 * The modules every portal begins with (S1-4): Contacts is the base, and every module that is shared by default holds
 * a lookup to it (S1-5). Data, like the custom ones.
 */
export const predefinedModules: Readonly<Record<string, Module>> = Object.fromEntries(
  [
    draw('Leads', [
      ['Name', 'text', mandatory],
      ['Company', 'text'],
      ['Title', 'text'],
      ['Email', 'email'],
      ['Phone', 'phone'],
      ['Website', 'url'],
      ['Source', 'choice', of('Web', 'Referral', 'Event', 'Partner', 'Advertisement', 'Other')],
      ['Status', 'choice', { ...of('New', 'Contacted', 'Qualified', 'Lost'), default: 'New' }],
      ['Rating', 'choice', of('Cold', 'Warm', 'Hot')],
      ['Description', 'long-text'],
    ]),
    draw('Contacts', [
      ['Name', 'text', mandatory],
      ['Email', 'email'],
      ['Phone', 'phone'],
      ['Mobile', 'phone'],
      ['Title', 'text'],
      ['Department', 'text'],
      ['Account', 'lookup', to('Accounts')],
      ['ReportsTo', 'lookup', to('Contacts')],
      ['Birthday', 'date'],
      ['Languages', 'multi-choice', of('English', 'Japanese', 'Chinese', 'German', 'French', 'Spanish')],
      ...address('Mailing'),
      ['Description', 'long-text'],
    ]),
    draw('Accounts', [
      ['Name', 'text', mandatory],
      ['Website', 'url'],
      ['Phone', 'phone'],
      ['Industry', 'text'],
      ['Employees', 'integer'],
      ['Revenue', 'money'],
      ['Contact', 'lookup', to('Contacts')],
      ['Parent', 'lookup', to('Accounts')],
      ...address('Billing'),
      ['Description', 'long-text'],
    ]),
    draw('Deals', [
      ['Name', 'text', mandatory],
      ['Stage', 'choice', { ...of('Prospecting', 'Engaging', 'Won', 'Lost'), default: 'Prospecting' }],
      ['Amount', 'money'],
      ['Probability', 'percent'],
      ['EngageDate', 'date'],
      ['CloseDate', 'date'],
      ['Account', 'lookup', to('Accounts')],
      ['Contact', 'lookup', to('Contacts')],
      ['Product', 'lookup', to('Products')],
      ['NextStep', 'text'],
      ['Description', 'long-text'],
    ]),
    draw('Products', [
      ['Name', 'text', mandatory],
      ['Code', 'text'],
      ['Category', 'text'],
      ['UnitPrice', 'money'],
      ['Unit', 'text'],
      ['InStock', 'integer'],
      ['Active', 'boolean', { default: true }],
      ['Vendor', 'lookup', to('Vendors')],
      ['Contact', 'lookup', to('Contacts')],
      ['Description', 'long-text'],
    ]),
    draw('Quotes', [
      ['Subject', 'text', mandatory],
      ['Stage', 'choice', { ...of('Draft', 'Delivered', 'Accepted', 'Declined'), default: 'Draft' }],
      ['ValidUntil', 'date'],
      ['Deal', 'lookup', to('Deals')],
      ['Account', 'lookup', to('Accounts')],
      ['Contact', 'lookup', to('Contacts')],
      ...sums,
    ]),
    draw('SalesOrders', [
      ['Subject', 'text', mandatory],
      ['Status', 'choice', { ...of('Created', 'Approved', 'Delivered', 'Cancelled'), default: 'Created' }],
      ['DueDate', 'date'],
      ['PurchaseNumber', 'text'],
      ['Carrier', 'text'],
      ['Quote', 'lookup', to('Quotes')],
      ['Deal', 'lookup', to('Deals')],
      ['Account', 'lookup', to('Accounts')],
      ['Contact', 'lookup', to('Contacts')],
      ...sums,
    ]),
    draw('PurchaseOrders', [
      ['Subject', 'text', mandatory],
      ['Status', 'choice', { ...of('Created', 'Approved', 'Delivered', 'Cancelled'), default: 'Created' }],
      ['OrderDate', 'date'],
      ['DueDate', 'date'],
      ['Vendor', 'lookup', to('Vendors')],
      ['Contact', 'lookup', to('Contacts')],
      ...sums,
    ]),
    draw('Invoices', [
      ['Subject', 'text', mandatory],
      ['Status', 'choice', { ...of('Created', 'Sent', 'Paid', 'Overdue', 'Cancelled'), default: 'Created' }],
      ['InvoiceDate', 'date'],
      ['DueDate', 'date'],
      ['SalesOrder', 'lookup', to('SalesOrders')],
      ['Account', 'lookup', to('Accounts')],
      ['Contact', 'lookup', to('Contacts')],
      ...sums,
    ]),
    draw('Cases', [
      ['Subject', 'text', mandatory],
      ['Status', 'choice', { ...of('New', 'Open', 'Waiting', 'Closed'), default: 'New' }],
      ['Priority', 'choice', { ...of('Low', 'Medium', 'High'), default: 'Medium' }],
      ['Type', 'choice', of('Question', 'Problem', 'Wish')],
      ['Reported', 'datetime'],
      ['Contact', 'lookup', to('Contacts')],
      ['Account', 'lookup', to('Accounts')],
      ['Product', 'lookup', to('Products')],
      ['Description', 'long-text'],
      ['Solution', 'long-text'],
    ]),
    draw('Vendors', [
      ['Name', 'text', mandatory],
      ['Email', 'email'],
      ['Phone', 'phone'],
      ['Website', 'url'],
      ['Category', 'text'],
      ['Contact', 'lookup', to('Contacts')],
      ...address(''),
      ['Description', 'long-text'],
    ]),
  ].map((module) => [module.name, module]),
);
