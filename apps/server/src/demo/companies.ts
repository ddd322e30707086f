import { inTurn, type Dice } from './dice.ts';
import * as words from './words.ts';

/** A row of `import-records`: lookups name the other row by its external id. */
export type Row = { readonly externalId: string; readonly fields: Readonly<Record<string, unknown>> };
export const lookup = (externalId: string): { readonly external: string } => ({ external: externalId });

export const customers = 75;
export const resellers = 10;
export const vendors = 12;
const perCustomer = 3;
const perReseller = 4;

type Company = { readonly name: string; readonly address: string; readonly industry: string };

/** Of 75 customers 40 have Japanese names. */
function customer(at: number): Company {
  const industry = inTurn(words.industries, at);
  if (at < 40) {
    const [stem, spelled] = inTurn(words.japaneseStems, at);
    const [trade, told] = inTurn(words.japaneseTrades, Math.floor(at / words.japaneseStems.length));
    return { name: `株式会社${stem}${trade}`, address: `${spelled}-${told}.example.com`, industry };
  }
  const stem = inTurn(words.englishStems, at - 40);
  const trade = inTurn(words.englishTrades, Math.floor((at - 40) / words.englishStems.length));
  return { name: `${stem} ${trade}`, address: `${stem}-${trade}.example.com`.toLowerCase(), industry };
}

const reseller = (at: number): Company => {
  const stem = inTurn(words.resellerStems, at);
  return { name: `${stem} Partners`, address: `${stem}.example.com`.toLowerCase(), industry: 'Reseller' };
};
const vendor = (at: number): Company => {
  const stem = inTurn(words.vendorStems, at);
  return { name: `${stem} Works`, address: `${stem}-works.example.com`.toLowerCase(), industry: 'Manufacturing' };
};

export const accountId = (at: number): string => `account-${at}`;
export const vendorId = (at: number): string => `vendor-${at}`;
export const contactId = (at: number): string => `contact-${at}`;
/** Contacts by number: three for each customer, then four for each reseller, then those of the vendors. */
export const contactOf = (account: number, place: number): number =>
  account < customers
    ? account * perCustomer + (place % perCustomer)
    : customers * perCustomer + (account - customers) * perReseller + (place % perReseller);
const atVendors = customers * perCustomer + resellers * perReseller;
export const contactOfVendor = (at: number): number => atVendors + at;
export const contacts = 300;

/** The reseller who looks after a customer, as the number of the account; one customer in five is served directly. */
export const resellerOf = (account: number): number | null =>
  account % 5 === 4 ? null : customers + ((account * 7) % resellers);
/** The person there. */
export const partnerOf = (account: number): number | null => {
  const at = resellerOf(account);
  return at === null ? null : contactOf(at, Math.floor(account / resellers));
};

const phone = (dice: Dice): string => `+81-3-5550-${dice.between(1000, 9999)}`; // 5550: not given out
const companyOf = (account: number): Company =>
  account < customers ? customer(account) : reseller(account - customers);

export const accountRows = (dice: Dice): Row[] =>
  Array.from({ length: customers + resellers }, (_, at) => {
    const { name, address, industry } = companyOf(at);
    return {
      externalId: accountId(at),
      fields: {
        Name: name,
        Website: `https://${address}`,
        Phone: phone(dice),
        Industry: industry,
        Employees: dice.between(2, 90) * 10,
        Revenue: dice.between(8, 900) * 10_000_000,
        BillingCity: dice.pick(words.cities),
      },
    };
  });

/** Told after the contacts, because each names the other. */
export const accountLinkRows = (): Row[] =>
  Array.from({ length: customers + resellers }, (_, at) => {
    const partner = at < customers ? partnerOf(at) : null;
    const own = { Contact: lookup(contactId(contactOf(at, 0))) };
    return {
      externalId: accountId(at),
      fields: partner === null ? own : { ...own, Partner: lookup(contactId(partner)) },
    };
  });

const employerOf = (contact: number): number | null => {
  if (contact >= atVendors) return null;
  const ofCustomers = customers * perCustomer;
  return contact < ofCustomers
    ? Math.floor(contact / perCustomer)
    : customers + Math.floor((contact - ofCustomers) / perReseller);
};

/** Japanese at companies with Japanese names, mixed elsewhere. */
export function personName(contact: number): string {
  const employer = employerOf(contact);
  const isJapanese = employer === null || employer >= customers ? contact % 2 === 0 : employer < 40;
  const turn = contact + Math.floor(contact / 17); // 17 and 19: the pair repeats late
  return isJapanese
    ? `${inTurn(words.japaneseFamilies, contact)} ${inTurn(words.japaneseGiven, turn)}`
    : `${inTurn(words.englishGiven, turn)} ${inTurn(words.englishFamilies, contact)}`;
}
export const companyName = (contact: number): string => {
  const employer = employerOf(contact);
  return employer === null ? vendor((contact - atVendors) % vendors).name : companyOf(employer).name;
};

export const contactRows = (dice: Dice): Row[] =>
  Array.from({ length: contacts }, (_, at) => {
    const employer = employerOf(at);
    const { address } = employer === null ? vendor((at - atVendors) % vendors) : companyOf(employer);
    return {
      externalId: contactId(at),
      fields: {
        Name: personName(at),
        Email: `person${at + 1}@${address}`,
        Phone: phone(dice),
        Title: dice.pick(words.titles),
        ...(employer === null ? {} : { Account: lookup(accountId(employer)) }),
      },
    };
  });

export const vendorRows = (dice: Dice): Row[] =>
  Array.from({ length: vendors }, (_, at) => {
    const { name, address } = vendor(at);
    return {
      externalId: vendorId(at),
      fields: {
        Name: name,
        Email: `sales@${address}`,
        Phone: phone(dice),
        Website: `https://${address}`,
        Category: inTurn(words.goods, at)[1],
        Contact: lookup(contactId(contactOfVendor(at))),
      },
    };
  });
