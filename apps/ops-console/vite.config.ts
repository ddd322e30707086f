import { defineConfig } from 'vite';
import { themeCss } from '@genkan/ui/theme-css.ts';

/** The `source` condition builds the page straight from the sources of the SDK. */
export default defineConfig(({ mode }) => ({
  base: '/console/',
  plugins: [themeCss()],
  resolve: { conditions: ['source', 'module', 'browser', mode === 'production' ? 'production' : 'development'] },
  build: {
    modulePreload: { polyfill: false },
    assetsInlineLimit: 0,
    rolldownOptions: {
      onwarn: (warning, tell) => void (warning.code !== 'MODULE_LEVEL_DIRECTIVE' && tell(warning)), // 'use client' means nothing here
    },
  },
  server: { proxy: { '/api': 'http://127.0.0.1:4400', '/socket.io': { target: 'ws://127.0.0.1:4400', ws: true } } },
}));
