import { domainToUnicode } from 'node:url';

/** How one e-mail domain passes for another. */
export type Likeness =
  'same' | 'sub-domain' | 'look-alike letters' | 'another ending' | 'a hyphen more or less' | 'one letter';

/** Letters that are read as others; what a reader takes for one sign is one sign. */
const twins: readonly (readonly [string, string])[] = [
  ['0οоօ', 'o'],
  ['1iíìιіӏӀ|', 'l'],
  ['5ѕ', 's'],
  ['аàáâãäåα', 'a'],
  ['еéèêëε', 'e'],
  ['сϲç', 'c'],
  ['рρ', 'p'],
  ['хχ', 'x'],
  ['уγýÿ', 'y'],
  ['ѵν', 'v'],
  ['һ', 'h'],
  ['ԁ', 'd'],
  ['տսμυúùûü', 'u'],
  ['ոñη', 'n'],
  ['κк', 'k'],
  ['тτ', 't'],
  ['мｍ', 'm'],
  ['вβ', 'b'],
  ['ɡ9', 'g'],
  ['óòôõö', 'o'],
  ['ԝш', 'w'],
  ['јϳ', 'j'],
  ['ʐ', 'z'],
];
const twinOf = new Map(twins.flatMap(([letters, read]) => [...letters].map((letter) => [letter, read] as const)));

/** What the domain looks like: international names as they are shown, letters read alike as one. */
const looks = (domain: string): string =>
  [...(domainToUnicode(domain) || domain).normalize('NFKC').toLowerCase()]
    .map((letter) => twinOf.get(letter) ?? letter)
    .join('')
    .replaceAll('rn', 'm')
    .replaceAll('vv', 'w');

const secondLevel = new Set(['co', 'com', 'ne', 'or', 'ac', 'go', 'net', 'org', 'gr', 'ed', 'edu', 'gov', 'lg', 'ad']);

/** The domain without its ending: `acme` of acme.com and of acme.co.jp. */
function named(domain: string): string {
  const labels = domain.split('.');
  const country = (labels.at(-1)?.length ?? 0) === 2;
  const ending = country && labels.length > 2 && secondLevel.has(labels.at(-2) ?? '') ? 2 : 1;
  return labels.slice(0, -ending).join('.');
}

/** Below this length two names one letter apart are too often two companies. */
const shortest = 5;

/** One letter put in, left out, changed, or two swapped. Linear: what begins and ends alike is skipped. */
export function isOneLetterApart(one: string, other: string): boolean {
  const most = Math.min(one.length, other.length);
  let start = 0;
  while (start < most && one[start] === other[start]) start += 1;
  let end = 0;
  while (end < most - start && one.at(-1 - end) === other.at(-1 - end)) end += 1;
  const [a, b] = [one.slice(start, one.length - end), other.slice(start, other.length - end)];
  if (a.length <= 1 && b.length <= 1) return a !== b;
  return a.length === 2 && b.length === 2 && a[0] === b[1] && a[1] === b[0];
}

function alike(given: string, own: string): Likeness | null {
  const [seen, meant] = [looks(given), looks(own)];
  if (seen === meant) return 'look-alike letters';
  const [name, ownName] = [named(seen), named(meant)];
  if (name === ownName) return 'another ending';
  if (name.replaceAll('-', '') === ownName.replaceAll('-', '')) return 'a hyphen more or less';
  return ownName.length >= shortest && isOneLetterApart(name, ownName) ? 'one letter' : null;
}

/** Whether a domain is the organisation's own or passes for it, and how; null: neither. Both in lower case. */
export function likeness(given: string, own: string): Likeness | null {
  if (given === own) return 'same';
  if (given.endsWith(`.${own}`)) return 'sub-domain';
  const tail = (labels: number): string => given.split('.').slice(-labels).join('.');
  const endings = [own.split('.').length, named(own).split('.').length + 1, named(own).split('.').length + 2];
  for (const labels of new Set(endings)) {
    const found = alike(tail(labels), own);
    if (found !== null) return found;
  }
  return null;
}
