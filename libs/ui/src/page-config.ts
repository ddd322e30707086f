import type { Plugin, UserConfig } from 'vite';
import { themeCss } from './theme-css.ts';

type Of = {
  readonly mode: string;
  /** Where on the server it stands. */
  readonly base?: string;
  readonly plugins?: readonly Plugin[];
};
const server = '127.0.0.1:4400';

/** How a page is built. The `source` condition builds it straight from the sources of the SDK. */
export const pageConfig = ({ mode, base = '/', plugins = [] }: Of): UserConfig => ({
  base,
  plugins: [themeCss(), ...plugins],
  resolve: { conditions: ['source', 'module', 'browser', mode === 'production' ? 'production' : 'development'] },
  build: {
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      onwarn: (warning, tell) => void (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(warning)), // 'use client' means nothing here
    },
  },
  server: { proxy: { '/api': `http://${server}`, '/socket.io': { target: `ws://${server}`, ws: true } } },
});
