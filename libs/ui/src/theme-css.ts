import { convertCssVariables } from '@mantine/core';
import { cssVariables, fullTheme } from './theme.ts';

const name = 'virtual:genkan-theme.css';

/**
 * The theme's variables as a style sheet of the build. Mantine would write them into a `<style>` of the page, which the
 * content security policy forbids. A Vite plugin.
 */
export const themeCss = () => ({
  name: 'genkan-theme-css',
  resolveId: (id: string) => (id === name ? `\0${name}` : null),
  load: (id: string) => (id === `\0${name}` ? convertCssVariables(cssVariables(fullTheme), ':root') : null),
});
