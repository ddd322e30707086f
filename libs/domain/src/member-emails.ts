import type { DomainEvent } from './define-command.ts';
import type { Known, Question } from './known.ts';
import type { Portal } from './portal.ts';
import { likeness } from './domain-likeness.ts';
import { claimMoved } from './events/claims.ts';
import { Rejected } from './rejected.ts';

/** A sign-in address is unique among a portal's members, and free again once its member is removed. */
const scope = 'email';

export const emailQuestion = (email: string): Question => ({ ask: 'claim', scope, value: email });
export const emailTaken = (email: string, holder: string): DomainEvent => claimMoved(scope, email, holder);
export const emailGivenBack = (email: string): DomainEvent => claimMoved(scope, email, null);

export function refuseTakenEmail(known: Known, email: string): void {
  if (known.holder(scope, email) === null) return;
  throw new Rejected('name-taken', 'A member of this portal has this e-mail address already. Use another.', {
    issues: [{ path: 'email', message: 'This address is already in use.' }],
  });
}

/** Domains at which anybody can have an address: having one in common says nothing about who employs whom. */
const publicDomains: ReadonlySet<string> = new Set(
  `gmail.com googlemail.com outlook.com outlook.jp hotmail.com hotmail.co.jp live.com live.jp msn.com yahoo.com
  yahoo.co.jp ymail.ne.jp icloud.com me.com mac.com aol.com proton.me protonmail.com gmx.com gmx.de gmx.net web.de
  t-online.de mail.ru yandex.com yandex.ru qq.com 163.com 126.com naver.com daum.net docomo.ne.jp ezweb.ne.jp au.com
  softbank.ne.jp i.softbank.jp ymobile.ne.jp nifty.com ocn.ne.jp biglobe.ne.jp so-net.ne.jp excite.co.jp`.split(/\s+/),
);

const domainOf = (email: string): string => email.slice(email.lastIndexOf('@') + 1).toLowerCase();

/** The organisation's own domains as its first administrator's address shows them. */
export const ownDomains = (administrator: string): string[] =>
  [domainOf(administrator)].filter((domain) => !publicDomains.has(domain));

/** Why an address is taken for one of the organisation's own people; null: it is not. */
function ownReason(domains: readonly string[], allowed: readonly string[], domain: string): string | null {
  if (publicDomains.has(domain) || allowed.includes(domain)) return null;
  for (const own of domains.filter((one) => !publicDomains.has(one))) {
    const found = likeness(domain, own);
    if (found === 'same') return `${own} is the organisation’s own e-mail domain.`;
    if (found === 'sub-domain') return `${domain} is a sub-domain of the organisation’s own ${own}.`;
    if (found !== null) return `${domain} looks like the organisation’s own ${own} (${found}).`;
  }
  return null;
}

/**
 * The organisation's own people are no clients: they may not come in by the default user type (S0-31), and those of
 * `employeeDomains` by none. Domains that only look like the own one are refused with the reason; an administrator
 * may name those that are a client's all the same.
 */
export function refuseEmployee({ profile, userTypes }: Portal, userType: string, email: string): void {
  const { domains = [], employeeDomains = [], clientDomains = [] } = profile;
  const banned = userTypes[userType]?.isDefault === true ? [...employeeDomains, ...domains] : employeeDomains;
  const reason = ownReason(banned, clientDomains, domainOf(email));
  if (reason !== null)
    throw new Rejected('employee-domain', undefined, { issues: [{ path: 'email', message: reason }] });
}
