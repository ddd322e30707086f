/** How the demo's portal is set up, as data: fields beside the predefined ones, paths, and what each user type gets. */

export const stages = ['Prospecting', 'Engaging', 'Proposal', 'Negotiation', 'Won', 'Lost'] as const;
export const openStages = stages.slice(0, 4);
/** Staff in charge, as the deals name them. */
export const owners = ['Tom Berg', '高橋 直樹', 'Greta Falk', '小林 美咲', 'Ravi Rosen'] as const;

const partner = { name: 'Partner', label: 'Partner', type: 'lookup', module: 'Contacts' };
export const fields: readonly { readonly module: string; readonly field: object }[] = [
  {
    module: 'Deals',
    field: { name: 'Stage', label: 'Stage', type: 'choice', choices: stages, default: 'Prospecting' },
  },
  { module: 'Deals', field: { name: 'Owner', label: 'Owner', type: 'choice', choices: owners } },
  { module: 'Deals', field: partner },
  { module: 'Accounts', field: partner },
];

/** Chains of lookups that somebody reaches records by. */
export const paths: readonly { readonly module: string; readonly steps: readonly string[] }[] = [
  { module: 'Accounts', steps: ['Partner', 'Account'] },
  { module: 'Contacts', steps: ['Account', 'Partner'] },
  { module: 'Deals', steps: ['Partner', 'Account'] },
  { module: 'Deals', steps: ['Product', 'Vendor', 'Contact'] },
  { module: 'Cases', steps: ['Account', 'Partner'] },
  { module: 'Cases', steps: ['Product', 'Vendor', 'Contact'] },
  { module: 'Products', steps: ['Vendor', 'Contact'] },
  { module: 'PurchaseOrders', steps: ['Vendor', 'Contact'] },
];

const shown = (...names: string[]) => ({ layouts: { Standard: names } });
const self = (...edit: string[]) => ({ kind: 'self', edit });
const by = (path: string, ...edit: string[]) => ({ kind: 'related', path, edit });
/** Records that belong to the account of the member's own contact. */
const ofMyAccount = (path: string) => ({ kind: 'related', path, own: ['Account'] });
const priceList = {
  ...shown('Name', 'Code', 'Category', 'UnitPrice', 'Unit', 'Active'),
  reaches: [{ kind: 'all' }],
};

/** Customers: what their company buys, asks and owes. */
const client = {
  Contacts: {
    ...shown('Name', 'Email', 'Phone', 'Mobile', 'Title'),
    reaches: [self('Phone', 'Mobile'), ofMyAccount('Account')],
  },
  Accounts: { ...shown('Name', 'Website', 'Phone', 'BillingCity'), reaches: [by('Contact', 'Website', 'Phone')] },
  Deals: {
    ...shown('Name', 'Stage', 'Amount', 'CloseDate', 'Product', 'Owner'),
    reaches: [ofMyAccount('Account')],
  },
  Cases: {
    ...shown('Subject', 'Status', 'Priority', 'Type', 'Reported', 'Contact', 'Product', 'Description', 'Solution'),
    reaches: [
      by('Contact', 'Priority', 'Description'),
      ofMyAccount('Account'),
      { kind: 'created', edit: ['Description'] },
    ],
    create: ['Subject', 'Priority', 'Type', 'Contact', 'Product', 'Description'],
  },
  Invoices: {
    ...shown('Subject', 'Status', 'InvoiceDate', 'DueDate', 'SubTotal', 'Tax', 'GrandTotal', 'Terms'),
    reaches: [ofMyAccount('Account')],
  },
  Products: priceList,
};

/** Resellers: each works on his own deals and sees those of his colleagues. What staff think of a deal stays with staff. */
const partnerTabs = {
  Contacts: { ...shown('Name', 'Email', 'Phone', 'Title', 'Account'), reaches: [self('Phone'), by('Account.Partner')] },
  Accounts: {
    ...shown('Name', 'Website', 'Phone', 'Industry', 'BillingCity', 'Partner'),
    reaches: [by('Partner', 'Phone', 'Website'), ofMyAccount('Partner.Account')],
  },
  Deals: {
    ...shown(
      'Name',
      'Stage',
      'Amount',
      'EngageDate',
      'CloseDate',
      'Account',
      'Contact',
      'Product',
      'Owner',
      'Partner',
      'NextStep',
    ),
    reaches: [
      by('Partner', 'Stage', 'Amount', 'CloseDate', 'NextStep'),
      ofMyAccount('Partner.Account'),
      { kind: 'created', edit: ['Name', 'Stage', 'Amount', 'CloseDate', 'NextStep'] },
    ],
    create: ['Name', 'Stage', 'Amount', 'CloseDate', 'Account', 'Contact', 'Product', 'NextStep'],
  },
  Cases: { ...shown('Subject', 'Status', 'Priority', 'Account', 'Product'), reaches: [by('Account.Partner')] },
  Products: priceList,
};

/** Suppliers: their goods, what is ordered of them, and how the deals that hold them go, without who buys or for how much. */
const vendor = {
  Vendors: { ...shown('Name', 'Email', 'Phone', 'Website', 'Category'), reaches: [by('Contact', 'Phone', 'Website')] },
  Products: {
    ...shown('Name', 'Code', 'Category', 'UnitPrice', 'Unit', 'InStock', 'Active', 'Description'),
    reaches: [by('Vendor.Contact', 'UnitPrice', 'InStock', 'Description')],
  },
  PurchaseOrders: {
    ...shown('Subject', 'Status', 'OrderDate', 'DueDate', 'SubTotal', 'Tax', 'GrandTotal'),
    reaches: [by('Vendor.Contact', 'Status', 'DueDate')],
  },
  Deals: { ...shown('Name', 'Stage', 'CloseDate', 'Product'), reaches: [by('Product.Vendor.Contact')] },
  Cases: {
    ...shown('Subject', 'Status', 'Priority', 'Product', 'Description', 'Solution'),
    reaches: [by('Product.Vendor.Contact', 'Solution')],
  },
};

/** By name; the first is the one every portal is founded with, renamed. */
export const userTypes = { client, partner: partnerTabs, vendor } as const;
export type DemoType = keyof typeof userTypes;
