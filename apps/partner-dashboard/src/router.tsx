import { createRootRoute, createRoute, createRouter } from '@tanstack/react-router';
import { MishapNotice } from '@genkan/ui/mishap.tsx';
import { Frame } from './frame/frame.tsx';
import { FirstTab } from './frame/first-tab.tsx';
import { RecordsPage } from './records/records-page.tsx';
import { readSearch } from './records/records-search.ts';

const root = createRootRoute({ component: Frame, notFoundComponent: FirstTab });
const first = createRoute({ getParentRoute: () => root, path: '/', component: FirstTab });
const records = createRoute({
  getParentRoute: () => root,
  path: '/records/$module',
  validateSearch: readSearch,
  component: RecordsPage,
});

export const router = createRouter({
  routeTree: root.addChildren([first, records]),
  defaultPreload: false,
  defaultErrorComponent: MishapNotice,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
