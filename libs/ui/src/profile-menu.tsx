import { Avatar, Menu, UnstyledButton, useMantineColorScheme, type MantineColorScheme } from '@mantine/core';
import { LogOut } from 'lucide-react';
import { useTranslation } from 'react-i18next';
import { changeLanguage } from './i18n.ts';
import { isLanguage, languages } from './languages.ts';
import { initialsOf } from './initials.ts';

const themes: readonly MantineColorScheme[] = ['light', 'dark', 'auto'];
const isTheme = (name: string): name is MantineColorScheme => themes.some((theme) => theme === name);

/** Who is here; language and theme; the way out. */
export default function ProfileMenu({ name, onSignOut }: { readonly name: string; readonly onSignOut: () => void }) {
  const { t, i18n } = useTranslation('ui');
  const { colorScheme, setColorScheme } = useMantineColorScheme();
  return (
    <Menu position="bottom-end" shadow="md" width={220} withinPortal={false} withInitialFocusPlaceholder={false}>
      <Menu.Target>
        <UnstyledButton aria-label={`${t('profile')} ${initialsOf(name)}`.trim()}>
          <Avatar size={30} color="indigo" variant="filled" name={name}>
            {initialsOf(name)}
          </Avatar>
        </UnstyledButton>
      </Menu.Target>
      <Menu.Dropdown>
        <Menu.Label>{name}</Menu.Label>
        <Menu.Divider />
        <Menu.Label>{t('language')}</Menu.Label>
        <Menu.RadioGroup value={i18n.language} onChange={(chosen) => isLanguage(chosen) && void changeLanguage(chosen)}>
          {Object.entries(languages).map(([language, label]) => (
            <Menu.RadioItem key={language} value={language} lang={language}>
              {label}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Label>{t('theme')}</Menu.Label>
        <Menu.RadioGroup value={colorScheme} onChange={(chosen) => isTheme(chosen) && setColorScheme(chosen)}>
          {themes.map((theme) => (
            <Menu.RadioItem key={theme} value={theme}>
              {t(`themes.${theme}`)}
            </Menu.RadioItem>
          ))}
        </Menu.RadioGroup>
        <Menu.Divider />
        <Menu.Item leftSection={<LogOut size={14} aria-hidden />} onClick={onSignOut}>
          {t('signOut')}
        </Menu.Item>
      </Menu.Dropdown>
    </Menu>
  );
}
