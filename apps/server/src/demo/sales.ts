import {
  accountId,
  contactId,
  contactOf,
  customers,
  lookup,
  partnerOf,
  resellerOf,
  vendorId,
  vendors,
  type Row,
} from './companies.ts';
import { dateAt, demoDay, inTurn, type Dice } from './dice.ts';
import { owners, stages } from './setup.ts';
import * as words from './words.ts';

export const products = words.goods.length * words.grades.length;
export const deals = 2000;
const cases = 350;
const purchases = 120;

type Product = { readonly name: string; readonly category: string; readonly price: number };
function productAt(at: number): Product {
  const [name, category, price] = inTurn(words.goods, at);
  const grade = Math.floor(at / words.goods.length);
  return { name: `${name} ${inTurn(words.grades, grade)}`, category, price: price * (1 + grade / 2) };
}
export const productId = (at: number): string => `product-${at}`;

export const productRows = (dice: Dice): Row[] =>
  Array.from({ length: products }, (_, at) => {
    const { name, category, price } = productAt(at);
    return {
      externalId: productId(at),
      fields: {
        Name: name,
        Code: `G-${String(at + 1).padStart(3, '0')}`,
        Category: category,
        UnitPrice: price,
        Unit: 'piece',
        InStock: dice.between(0, 240),
        Vendor: lookup(vendorId(at % vendors)),
      },
    };
  });

/** How likely an open deal of this stage is won, in percent. */
export const likelihood: Readonly<Record<(typeof stages)[number], number>> = {
  Prospecting: 10,
  Engaging: 30,
  Proposal: 55,
  Negotiation: 80,
  Won: 100,
  Lost: 0,
};

/** Closed when its day has passed, otherwise as far on its way as the time that went by; a few are overdue. */
function stageOf(dice: Dice, began: number, closes: number): (typeof stages)[number] {
  if (closes <= 0 && !dice.chance(0.06)) return dice.chance(0.57) ? 'Won' : 'Lost';
  const gone = Math.min(0.99, Math.max(0, -began / (closes - began)));
  return inTurn(stages, Math.floor(gone * 4));
}

/** Some customers buy much, most buy little. */
const someCustomer = (dice: Dice): number => Math.floor(dice.next() ** 1.6 * customers);

/** A deal as it was drawn, for what follows from it. */
export type Drawn = { readonly row: Row; readonly account: number; readonly closes: number; readonly amount: number };

function dealAt(dice: Dice, at: number): Drawn {
  const account = someCustomer(dice);
  const product = dice.between(0, products - 1);
  const { name, price } = productAt(product);
  const pieces = price > 1_000_000 ? dice.between(1, 6) : dice.between(2, 60);
  const amount = Math.round((price * pieces * dice.between(82, 100)) / 100_000) * 1000;
  const began = -dice.between(0, 540);
  const closes = began + dice.between(25, 220);
  const stage = stageOf(dice, began, closes);
  const firm = resellerOf(account);
  const partner = firm !== null && dice.chance(0.2) ? contactOf(firm, dice.between(0, 3)) : partnerOf(account);
  const fields = {
    Name: `${name} ×${pieces} (D-${String(at + 1).padStart(4, '0')})`,
    Stage: stage,
    Amount: amount,
    Probability: likelihood[stage],
    EngageDate: dateAt(began),
    CloseDate: dateAt(closes),
    Account: lookup(accountId(account)),
    Contact: lookup(contactId(contactOf(account, dice.between(0, 2)))),
    Product: lookup(productId(product)),
    Owner: inTurn(owners, account),
    NextStep: stage === 'Won' || stage === 'Lost' ? null : dice.pick(words.nextSteps),
    ...(partner === null ? {} : { Partner: lookup(contactId(partner)) }),
  };
  return { row: { externalId: `deal-${at}`, fields }, account, closes, amount };
}
export const drawDeals = (dice: Dice): Drawn[] => Array.from({ length: deals }, (_, at) => dealAt(dice, at));

/** An invoice for every won deal of the last two hundred days. */
export const invoiceRows = (dice: Dice, drawn: readonly Drawn[]): Row[] =>
  drawn
    .filter(({ row, closes }) => row.fields['Stage'] === 'Won' && closes > -200)
    .map(({ row, account, closes, amount }, at) => {
      const [sent, due] = [closes + 3, closes + 33];
      const late = dice.chance(0.12) ? 'Overdue' : 'Paid';
      return {
        externalId: `invoice-${at}`,
        fields: {
          Subject: `Invoice ${demoDay.slice(0, 4)}-${String(at + 1).padStart(4, '0')}`,
          Status: due < 0 ? late : sent <= 0 ? 'Sent' : 'Created',
          InvoiceDate: dateAt(sent),
          DueDate: dateAt(due),
          Account: row.fields['Account'],
          Contact: lookup(contactId(contactOf(account, 0))),
          SubTotal: amount,
          Tax: Math.floor(amount / 10),
          GrandTotal: amount + Math.floor(amount / 10),
          Terms: '30 days net',
        },
      };
    });

const caseStatuses = ['Closed', 'Closed', 'Waiting', 'Open', 'New'] as const;

export const caseRows = (dice: Dice): Row[] =>
  Array.from({ length: cases }, (_, at) => {
    const account = someCustomer(dice);
    const product = dice.between(0, products - 1);
    const age = dice.between(0, 120);
    const status = age > 45 ? 'Closed' : dice.pick(caseStatuses);
    return {
      externalId: `case-${at}`,
      fields: {
        Subject: `${productAt(product).name} ${dice.pick(words.troubles)}`,
        Status: status,
        Priority: dice.pick(['Low', 'Medium', 'Medium', 'High']),
        Type: dice.pick(['Question', 'Problem', 'Problem', 'Wish']),
        Reported: `${dateAt(-age)}T0${dice.between(0, 9)}:${dice.between(10, 59)}:00.000Z`,
        Account: lookup(accountId(account)),
        Contact: lookup(contactId(contactOf(account, dice.between(0, 2)))),
        Product: lookup(productId(product)),
        ...(status === 'Closed' ? { Solution: 'Explained and tried out together with the customer.' } : {}),
      },
    };
  });

export const purchaseRows = (dice: Dice): Row[] =>
  Array.from({ length: purchases }, (_, at) => {
    const product = dice.between(0, products - 1);
    const ordered = -dice.between(0, 90);
    const sum = productAt(product).price * dice.between(5, 40);
    return {
      externalId: `purchase-${at}`,
      fields: {
        Subject: `${productAt(product).name} (P-${String(at + 1).padStart(3, '0')})`,
        Status: ordered < -40 ? 'Delivered' : dice.pick(['Created', 'Approved']),
        OrderDate: dateAt(ordered),
        DueDate: dateAt(ordered + 40),
        Vendor: lookup(vendorId(product % vendors)),
        SubTotal: sum,
        Tax: Math.floor(sum / 10),
        GrandTotal: sum + Math.floor(sum / 10),
      },
    };
  });
