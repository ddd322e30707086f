import { weigh } from '../../libs/ui/weigh.mjs';

const first = ['/inside.tsx', '/profile-menu.tsx'];
await weigh(import.meta.dirname, [
  { name: 'sign-in', of: [], limit: 110 },
  { name: 'first load, at the log', of: [...first, '/live-page.tsx'], limit: 300 },
  { name: 'or at a command', of: [...first, '/commands-page.tsx'], limit: 300 },
  {
    name: 'and all the rest',
    of: [
      ...first,
      '/live-page.tsx',
      '/trace-panel.tsx',
      '/members-page.tsx',
      '/commands-page.tsx',
      '/record-panel.tsx',
      '/finder.tsx',
    ],
    limit: 350,
  },
]);
