import { useState } from 'react';
import { Link, useParams, useSearch } from '@tanstack/react-router';
import { TextInput } from '@mantine/core';
import { Search } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { useCatalogue, type CatalogueEntry } from '../reads/use-catalogue.ts';
import { Recent } from './recent-list.tsx';
import { Runner } from './runner.tsx';
import classes from './commands.module.css';

/** Every command one may issue, and the form of the chosen one. */
export default function CommandsPage() {
  const { t } = useTranslation();
  const { name } = useParams({ strict: false });
  const { with: given } = useSearch({ strict: false });
  const catalogue = useCatalogue();
  const entry = catalogue.find((each) => each.name === name);
  return (
    <div className={classes['page']}>
      <CommandList catalogue={catalogue} />
      <main className={classes['main']} aria-busy={catalogue.length === 0}>
        {entry && <Runner key={`${entry.name} ${JSON.stringify(given)}`} entry={entry} given={given} />}
        {!entry && catalogue.length > 0 && (
          <div className={classes['start']}>
            <h1>{t('pages.commands')}</h1>
            <p>{name === undefined ? t('commands.choose') : t('commands.unknown', { name })}</p>
            <Recent />
          </div>
        )}
      </main>
    </div>
  );
}

function CommandList({ catalogue }: { readonly catalogue: readonly CatalogueEntry[] }) {
  const { t } = useTranslation();
  const [text, setText] = useState('');
  const words = text.toLowerCase().split(/\s+/).filter(Boolean);
  const found = catalogue.filter(({ name, summary }) =>
    words.every((word) => `${name} ${summary}`.toLowerCase().includes(word)),
  );
  const areas = [...new Set(found.map(({ area }) => area))];
  return (
    <nav className={classes['list']} aria-label={t('pages.commands')}>
      <TextInput
        size="xs"
        type="search"
        aria-label={t('commands.search')}
        placeholder={t('commands.search')}
        leftSection={<Search size={14} aria-hidden />}
        value={text}
        onChange={({ currentTarget }) => setText(currentTarget.value)}
      />
      {areas.map((area) => (
        <div key={area}>
          <h2 className={classes['area']}>{t(`areas.${area}`, { defaultValue: area })}</h2>
          {found
            .filter((each) => each.area === area)
            .map(({ name, summary }) => (
              <Link key={name} className={classes['link']} to="/commands/$name" params={{ name }} title={summary}>
                {name}
              </Link>
            ))}
        </div>
      ))}
      {found.length === 0 && catalogue.length > 0 && <p className={classes['none']}>{t('finder.nothing')}</p>}
    </nav>
  );
}
