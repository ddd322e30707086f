import { StrictMode, type ComponentType } from 'react';
import { createRoot } from 'react-dom/client';
import { HouseProvider } from './house-provider.tsx';
import { startI18n, type Catalogue } from './i18n.ts';
import { loadAnewWhenOld } from './load-anew.ts';
import { MishapBoundary } from './mishap.tsx';

/** Puts a page into its document, in the reader's language. */
export async function startPage(texts: Catalogue, Page: ComponentType): Promise<void> {
  loadAnewWhenOld();
  const place = document.getElementById('page');
  await startI18n(texts);
  if (!place) return;
  createRoot(place).render(
    <StrictMode>
      <HouseProvider>
        <MishapBoundary>
          <Page />
        </MishapBoundary>
      </HouseProvider>
    </StrictMode>,
  );
}
