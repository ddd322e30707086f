import { startPage } from '@genkan/ui/start-page.tsx';
import { Page } from './page.tsx';

await startPage({ en: () => import('./locales/en.json'), ja: () => import('./locales/ja.json') }, Page);
