import i18next, { type ResourceLanguage } from 'i18next';
import { initReactI18next } from 'react-i18next';
import { keepLanguage, preferredLanguage, type Language } from './languages.ts';

/** A catalogue of texts, loaded in the language that is read. */
export type Catalogue = Readonly<Record<Language, () => Promise<{ readonly default: ResourceLanguage }>>>;

const own: Catalogue = { en: () => import('./locales/en.json'), ja: () => import('./locales/ja.json') };
let ofPage: Catalogue = own;

const texts = async (language: Language) => {
  const [ui, page] = await Promise.all([own[language](), ofPage[language]()]);
  return { ui: ui.default, page: page.default };
};

/** Begins in the preferred language. The page's texts are the default; those of this package stand under `ui`. */
export async function startI18n(page: Catalogue): Promise<void> {
  ofPage = page;
  const language = preferredLanguage();
  await i18next.use(initReactI18next).init({
    lng: language,
    resources: { [language]: await texts(language) },
    defaultNS: 'page',
    interpolation: { escapeValue: false }, // React escapes
  });
  document.documentElement.lang = language;
}

/** `html lang` follows, so that fonts, line breaks and screen readers do. */
export async function changeLanguage(language: Language): Promise<void> {
  keepLanguage(language);
  const { ui, page } = await texts(language);
  i18next.addResourceBundle(language, 'ui', ui).addResourceBundle(language, 'page', page);
  document.documentElement.lang = language;
  await i18next.changeLanguage(language);
}
