/** The languages of the pages; each has a catalogue of the same keys. */
export const languages = { en: 'English', ja: '日本語' } as const;
export type Language = keyof typeof languages;

export const isLanguage = (tag: string | null | undefined): tag is Language =>
  tag !== null && tag !== undefined && Object.hasOwn(languages, tag);

const place = 'genkan-language';

/** What was chosen here before; otherwise what the browser asks for; otherwise English. */
export function preferredLanguage(): Language {
  const chosen = localStorage.getItem(place);
  if (isLanguage(chosen)) return chosen;
  return navigator.languages.map((tag) => tag.slice(0, 2)).find(isLanguage) ?? 'en';
}

export const keepLanguage = (language: Language): void => localStorage.setItem(place, language);
