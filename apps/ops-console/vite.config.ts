import { defineConfig } from 'vite';
import { pageConfig } from '@genkan/ui/page-config.ts';

export default defineConfig(({ mode }) => pageConfig({ mode, base: '/console/' }));
