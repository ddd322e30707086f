import { defineConfig } from 'vite';
import { assetList } from '@genkan/ui/asset-list.ts';
import { pageConfig } from '@genkan/ui/page-config.ts';

export default defineConfig(({ mode }) => pageConfig({ mode, plugins: [assetList()] }));
