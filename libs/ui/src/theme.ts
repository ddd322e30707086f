import { createTheme, defaultCssVariablesResolver, DEFAULT_THEME, mergeMantineTheme } from '@mantine/core';
import type { CSSVariablesResolver, MantineColorsTuple } from '@mantine/core';

/** Indigo, as cloth is dyed: dark enough that white text on it, and it on white, read well (WCAG AA). */
const indigo: MantineColorsTuple = [
  '#eff4fa',
  '#dde7f2',
  '#bacfe5',
  '#94b4d7',
  '#7099c7',
  '#5282b6',
  '#3e6c9f',
  '#315884',
  '#274769',
  '#1d354f',
];

/** Latin from the system, Japanese from what each system has for screens; never a font over the network. */
const fonts =
  "system-ui, -apple-system, 'Segoe UI', Roboto, 'Hiragino Sans', 'Noto Sans JP', 'Noto Sans CJK JP', 'Yu Gothic UI', Meiryo, sans-serif";

export const theme = createTheme({
  colors: { indigo },
  primaryColor: 'indigo',
  primaryShade: { light: 7, dark: 6 },
  fontFamily: fonts,
  headings: { fontFamily: fonts, fontWeight: '600' },
  defaultRadius: 'sm',
  cursorType: 'pointer',
  respectReducedMotion: true,
});

/** Mantine's greys for secondary text are too pale for WCAG AA; these pass on page and panel. */
export const cssVariables: CSSVariablesResolver = (full) => {
  const all = defaultCssVariablesResolver(full);
  const light = {
    '--mantine-color-dimmed': '#5b636b',
    '--mantine-color-placeholder': '#666e76',
    '--mantine-color-error': '#c92a2a',
    '--genkan-page': '#f5f6f8',
    '--genkan-line': '#e3e6ea',
    '--genkan-hover': '#f2f5f9',
    '--genkan-chosen': '#e6eef7',
  };
  const dark = {
    '--mantine-color-dimmed': '#a3a3a3',
    '--mantine-color-placeholder': '#9a9a9a',
    '--mantine-color-error': '#ff8787',
    '--mantine-color-body': '#1f2124',
    '--genkan-page': '#17181a',
    '--genkan-line': '#33363b',
    '--genkan-hover': '#282b30',
    '--genkan-chosen': '#263445',
  };
  return { variables: all.variables, light: { ...all.light, ...light }, dark: { ...all.dark, ...dark } };
};

export const fullTheme = mergeMantineTheme(DEFAULT_THEME, theme);
