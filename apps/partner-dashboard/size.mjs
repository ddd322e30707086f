import { weigh } from '../../libs/ui/weigh.mjs';

const first = ['/inside.tsx'];
await weigh(import.meta.dirname, [
  { name: 'sign-in', of: [], limit: 110 },
  { name: 'first load, with the table', of: first, limit: 220 },
  { name: 'and the board', of: [...first, '/record-board.tsx'], limit: 240 },
  { name: 'and an open record', of: [...first, '/record-panel.tsx'], limit: 250 },
]);
