import type { ReactNode } from 'react';
import { localStorageColorSchemeManager, MantineProvider } from '@mantine/core';
import { theme } from './theme.ts';
import './styles.css';
import 'virtual:genkan-theme.css';
import './base.css';

const colorScheme = localStorageColorSchemeManager({ key: 'genkan-theme' });

/** What every page stands in. Mantine writes no `<style>` here: variables and classes are sheets of the build. */
export function HouseProvider({ children }: { readonly children: ReactNode }) {
  return (
    <MantineProvider
      theme={theme}
      colorSchemeManager={colorScheme}
      defaultColorScheme="auto"
      withCssVariables={false}
      withGlobalClasses={false}
      withStaticClasses={false}
    >
      {children}
    </MantineProvider>
  );
}
