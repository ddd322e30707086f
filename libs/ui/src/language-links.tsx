import { useTranslation } from 'react-i18next';
import { changeLanguage } from './i18n.ts';
import { isLanguage, languages } from './languages.ts';
import classes from './language-links.module.css';

/** Each language by its own name. */
export function LanguageLinks() {
  const { t, i18n } = useTranslation('ui');
  return (
    <nav aria-label={t('language')} className={classes['links']}>
      {Object.entries(languages).map(([language, name]) => (
        <button
          key={language}
          type="button"
          lang={language}
          aria-pressed={i18n.language === language}
          onClick={() => isLanguage(language) && void changeLanguage(language)}
        >
          {name}
        </button>
      ))}
    </nav>
  );
}
