import { StrictMode } from 'react';
import { createRoot } from 'react-dom/client';
import { HouseProvider } from '@genkan/ui/house-provider.tsx';
import { startI18n } from '@genkan/ui/i18n.ts';
import { Page } from './page.tsx';

const place = document.getElementById('page');
await startI18n({ en: () => import('./locales/en.json'), ja: () => import('./locales/ja.json') });
if (place) {
  createRoot(place).render(
    <StrictMode>
      <HouseProvider>
        <Page />
      </HouseProvider>
    </StrictMode>,
  );
}
