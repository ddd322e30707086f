import type { Plugin } from 'vite';

/** Writes the names of all scripts and styles of a build beside them, for `keepPage`. A Vite plugin. */
export const assetList = (): Plugin => ({
  name: 'genkan-asset-list',
  generateBundle: {
    order: 'post',
    handler(_, bundle) {
      const names = Object.keys(bundle).filter((name) => name.startsWith('assets/'));
      this.emitFile({ type: 'asset', fileName: 'assets.json', source: JSON.stringify(names) });
    },
  },
});
