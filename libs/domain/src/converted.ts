import type { ClaimChange } from './changes.ts';
import type { Known, Question } from './known.ts';
import { Rejected } from './rejected.ts';

/** What a lead became stands as claims, as the moment of a deletion does: a scope is data. */
const scopeOf = { contact: 'converted:Contacts', account: 'converted:Accounts', deal: 'converted:Deals' } as const;
type Became = { readonly contact: string | null; readonly account: string | null; readonly deal: string | null };

export const conversionQuestion = (lead: string): Question => ({ ask: 'claim', scope: scopeOf.contact, value: lead });
export const conversionQuestions = (lead: string): readonly Question[] =>
  Object.values(scopeOf).map((scope) => ({ ask: 'claim', scope, value: lead }));

/** The contact, account and deal a lead became; null: it was not converted. */
export function becameOf(known: Known, lead: string): Became | null {
  const contact = known.holder(scopeOf.contact, lead);
  if (contact === null) return null;
  return { contact, account: known.holder(scopeOf.account, lead), deal: known.holder(scopeOf.deal, lead) };
}

export function convertedInto(lead: string, became: Became): readonly ClaimChange[] {
  return (['contact', 'account', 'deal'] as const).flatMap((what): ClaimChange[] =>
    became[what] === null ? [] : [{ kind: 'claim', scope: scopeOf[what], value: lead, holder: became[what] }],
  );
}

export const isConverted = (known: Known, lead: string): boolean => known.holder(scopeOf.contact, lead) !== null;

/** A converted lead stays what it became: it is neither converted again nor restored. */
export function refuseConverted(known: Known, lead: string): void {
  if (!isConverted(known, lead)) return;
  throw new Rejected('not-possible', 'This lead was converted before. Open its contact instead.');
}
