import { useEffect } from 'react';
import { useNavigate } from '@tanstack/react-router';
import { Spotlight, spotlight, type SpotlightActionGroupData } from '@mantine/spotlight';
import { useTranslation } from 'react-i18next';
import { useAbility } from '@genkan/ui/hooks.ts';
import { useCatalogue } from '../reads/use-catalogue.ts';
import { pages } from './pages.ts';
import './finder.css';

/** Everything by its name: pages, modules, and every command that one may issue. */
export default function Finder({ onClosed }: { readonly onClosed: () => void }) {
  const { t } = useTranslation();
  const navigate = useNavigate();
  const card = useAbility().card;
  const commands = useCatalogue();
  useEffect(() => spotlight.open(), []);
  const mine = pages.filter(({ right }) => right === null || card?.staffRights.includes(right));
  const groups: SpotlightActionGroupData[] = [
    {
      group: t('pages.all'),
      actions: [
        ...mine.map(({ to, key }) => ({ id: to, label: t(`pages.${key}`), onClick: () => void navigate({ to }) })),
        ...Object.entries(card?.tabs ?? {}).map(([module, { label }]) => ({
          id: `module ${module}`,
          label,
          onClick: () => void navigate({ to: '/records/$module', params: { module } }),
        })),
      ],
    },
    {
      group: t('pages.commands'),
      actions: commands.map(({ name, summary }) => ({
        id: `command ${name}`,
        label: name,
        description: summary,
        onClick: () => void navigate({ to: '/commands/$name', params: { name } }),
      })),
    },
  ];
  return (
    <Spotlight
      actions={groups}
      onSpotlightClose={onClosed}
      nothingFound={t('finder.nothing')}
      scrollable
      maxHeight={420}
      lockScroll={false}
      attributes={{ content: { 'aria-label': t('finder.search') } }}
      overlayProps={{ backgroundOpacity: 0.35 }}
      shortcut={null}
      searchProps={{ placeholder: t('finder.search'), 'aria-label': t('finder.search') }}
      transitionProps={{ duration: 0 }}
    />
  );
}
