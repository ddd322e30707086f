import { createRootRoute, createRoute, createRouter, lazyRouteComponent } from '@tanstack/react-router';
import { MishapNotice } from '@genkan/ui/mishap.tsx';
import { Frame } from './frame/frame.tsx';
import { FirstPage } from './frame/first-page.tsx';
import { RecordsPage } from './records/records-page.tsx';
import { readRecordsSearch } from './records/records-search.ts';
import { text, whole } from './frame/search-words.ts';

const root = createRootRoute({ component: Frame, notFoundComponent: FirstPage });
const under = <const Path extends string>(path: Path) => ({ getParentRoute: () => root, path });

const first = createRoute({ ...under('/'), component: FirstPage });
const records = createRoute({
  ...under('/records/$module'),
  validateSearch: readRecordsSearch,
  component: RecordsPage,
});
const commandsPage = lazyRouteComponent(() => import('./commands/commands-page.tsx'));
const commands = createRoute({ ...under('/commands'), component: commandsPage });
/** `with`: what the form begins with. */
const command = createRoute({
  ...under('/commands/$name'),
  validateSearch: ({ with: given }: Record<string, unknown>): { with?: object } =>
    typeof given === 'object' && given !== null ? { with: given } : {},
  component: commandsPage,
});
const live = createRoute({
  ...under('/live'),
  validateSearch: (given: Record<string, unknown>): LiveSearch => ({
    ...whole('entry', given),
    ...text('member', given),
    ...text('module', given),
    ...text('outcome', given),
  }),
  component: lazyRouteComponent(() => import('./live/live-page.tsx')),
});
const members = createRoute({
  ...under('/members'),
  validateSearch: (given: Record<string, unknown>): { open?: string } => text('open', given),
  component: lazyRouteComponent(() => import('./members/members-page.tsx')),
});

/** What is looked for in the log, and the entry that is traced. */
export type LiveSearch = {
  readonly entry?: number;
  readonly member?: string;
  readonly module?: string;
  readonly outcome?: string;
};

export const router = createRouter({
  routeTree: root.addChildren([first, records, commands, command, live, members]),
  basepath: '/console',
  defaultPreload: false,
  defaultErrorComponent: MishapNotice,
});

declare module '@tanstack/react-router' {
  interface Register {
    router: typeof router;
  }
}
