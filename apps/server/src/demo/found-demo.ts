import { z } from 'zod';
import { foundPortal, run, type Run } from '../found-portal.ts';
import type { House } from '../house.ts';
import { accountLinkRows, accountRows, contactId, contactRows, vendorRows, type Row } from './companies.ts';
import { diceFrom } from './dice.ts';
import { caseRows, drawDeals, invoiceRows, productRows, purchaseRows } from './sales.ts';
import { fields, paths, userTypes } from './setup.ts';
import { administrator, demoCompany, demoPassword, demoSlug, outsiders, staff } from './sign-ins.ts';

/** The most one `import-records` takes. */
const most = 500;
const seed = 20_261_102;

const told = z.object({
  rows: z.array(z.object({ outcome: z.string(), id: z.string().optional(), code: z.string().optional() })),
});

/** Answers the records by external id. */
async function importRows(act: Run, module: string, rows: readonly Row[]): Promise<ReadonlyMap<string, string>> {
  const ids = new Map<string, string>();
  for (let from = 0; from < rows.length; from += most) {
    const chunk = rows.slice(from, from + most);
    const { rows: answered } = told.parse(await act('import-records', { module, rows: chunk }));
    for (const [at, { outcome, id, code }] of answered.entries()) {
      if (outcome === 'refused') throw new Error(`The demo's ${chunk[at]?.externalId} was refused as ${code}.`);
      ids.set(chunk[at]?.externalId ?? '', id ?? '');
    }
  }
  return ids;
}

/** Answers the records of the contacts. */
async function importAll(act: Run): Promise<ReadonlyMap<string, string>> {
  const dice = diceFrom(seed);
  await importRows(act, 'Accounts', accountRows(dice));
  const contacts = await importRows(act, 'Contacts', contactRows(dice));
  await importRows(act, 'Accounts', accountLinkRows());
  await importRows(act, 'Vendors', vendorRows(dice));
  await importRows(act, 'Products', productRows(dice));
  const drawn = drawDeals(dice);
  await importRows(
    act,
    'Deals',
    drawn.map(({ row }) => row),
  );
  await importRows(act, 'Invoices', invoiceRows(dice, drawn));
  await importRows(act, 'Cases', caseRows(dice));
  await importRows(act, 'PurchaseOrders', purchaseRows(dice));
  return contacts;
}

/** The types by name; clients get the type every portal is founded with. */
async function makeTypes(house: House, portal: string, act: Run): Promise<ReadonlyMap<string, string>> {
  const settings = await house.log.settings(portal);
  const first = Object.values(settings?.portal.userTypes ?? {}).find(({ isDefault }) => isDefault);
  const ids = new Map<string, string>();
  for (const [name, tabs] of Object.entries(userTypes)) {
    const userType =
      name === 'client'
        ? first?.id
        : (await act('create-user-type', { name: `${name} portal`, base: 'Contacts' })).userType;
    await act('configure-user-type', { userType, tabs });
    ids.set(name, String(userType));
  }
  return ids;
}

/** A company's portal to look around in, always the same: staff, customers, resellers and suppliers, and their business. */
export async function foundDemo(house: House): Promise<void> {
  const place = { currency: 'JPY', locale: 'en', zone: 'Asia/Tokyo' };
  const founding = { company: demoCompany, slug: demoSlug, ...place, administrator, password: demoPassword };
  const { portal, administrator: ann } = await foundPortal(house, founding);
  const act: Run = (name, input) => run(house, portal, ann, name, input);
  const letIn = ({ member }: Readonly<Record<string, unknown>>): Promise<void> =>
    house.signIn.setPassword(portal, String(member), demoPassword);
  for (const one of fields) await act('define-field', one);
  for (const one of paths) await act('define-path', one);
  const contacts = await importAll(act);
  const types = await makeTypes(house, portal, act);
  for (const { email, name, role } of staff) await letIn(await act('add-staff', { email, name, roles: [role] }));
  // All of the demo stands under example.com, the company and its clients alike.
  await act('configure-portal', { clientDomains: outsiders.map(({ email }) => email.slice(email.indexOf('@') + 1)) });
  for (const { email, type, contact } of outsiders) {
    const record = contacts.get(contactId(contact));
    await letIn(await act('add-member', { userType: types.get(type), record, email }));
  }
}
