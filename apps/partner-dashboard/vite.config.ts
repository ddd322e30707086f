import { defineConfig } from 'vite';

/** The `source` condition builds the page straight from the SDK's sources. */
export default defineConfig(({ mode }) => ({
  resolve: { conditions: ['source', 'module', 'browser', mode === 'production' ? 'production' : 'development'] },
  build: { modulePreload: { polyfill: false } },
  server: { proxy: { '/api': 'http://127.0.0.1:4400', '/socket.io': { target: 'ws://127.0.0.1:4400', ws: true } } },
}));
