import { mkdirSync, readdirSync, readFileSync, writeFileSync } from 'node:fs';
import { basename } from 'node:path';
import { Misused, type Given } from './given.ts';
import { quoted } from './json-type.ts';
import { say } from './say.ts';

/** What the page is built with; newer ones do as well. */
const react = '19.3.1';
const vite = '8.3.8';

const ownVersion = (): string =>
  String(JSON.parse(readFileSync(new URL('../../package.json', import.meta.url), 'utf8')).version);

const packageJson = (name: string): string =>
  `${JSON.stringify(
    {
      name,
      private: true,
      type: 'module',
      scripts: { dev: 'vite', build: 'vite build', types: 'genkan typegen --out src/portal.gen.ts' },
      dependencies: { genkan: ownVersion(), react, 'react-dom': react },
      devDependencies: { vite },
    },
    null,
    2,
  )}\n`;

const tsconfig = `{
  "compilerOptions": {
    "target": "es2023",
    "lib": ["es2024", "dom"],
    "module": "esnext",
    "moduleResolution": "bundler",
    "jsx": "react-jsx",
    "strict": true,
    "noEmit": true,
    "allowImportingTsExtensions": true,
    "skipLibCheck": true
  },
  "include": ["src"]
}
`;

const page = (url: string, portal: string, module: string): string => `import { createRoot } from 'react-dom/client';
import { createClient } from 'genkan';
import { createHooks } from 'genkan/react';
import { signIn } from 'genkan/sign-in';

const { PortalProvider, useLiveRecords } = createHooks();

function List() {
  const { rows, phase } = useLiveRecords(${quoted(module)});
  return <ul aria-busy={phase === 'loading'}>{rows.map((row) => <li key={row.id}>{String(row['Name'] ?? row.id)}</li>)}</ul>;
}

const url = ${quoted(url)};
const [email, password] = [prompt('E-mail') ?? '', prompt('Password') ?? ''];
const { auth } = await signIn(url, { portal: ${quoted(portal)}, email, password });
const client = createClient({ url, auth });
createRoot(document.querySelector('main') ?? document.body).render(<PortalProvider client={client}><List /></PortalProvider>);
`;

const html = (title: string): string =>
  `<!doctype html>\n<meta charset="utf-8" />\n<title>${title.replace(/[^\w .-]/g, '')}</title>\n<main></main>\n<script type="module" src="/src/main.tsx"></script>\n`;

/** Writes a page that shows a live list: where a first visit begins. Nothing that is there is written over. */
export function init({
  flags: { url = 'http://127.0.0.1:4400', portal = 'demo', module: [module = 'Deals'] = [] },
}: Given): number {
  const folder = process.cwd();
  if (readdirSync(folder).some((name) => !name.startsWith('.')))
    throw new Misused('This folder is not empty. Make another: mkdir my-page');
  const name = basename(folder)
    .toLowerCase()
    .replace(/[^a-z0-9-]/g, '-');
  mkdirSync('src');
  const files = {
    'package.json': packageJson(name),
    'tsconfig.json': tsconfig,
    'index.html': html(name),
    'src/main.tsx': page(url, portal, module),
  };
  for (const [file, text] of Object.entries(files)) writeFileSync(file, text);
  say(`Written: ${Object.keys(files).join(', ')}.\n\nNext:\n  npm install\n  npm run dev\n`);
  say('The server must let the page in: start it with ALLOWED_ORIGINS=http://localhost:5173.');
  say('Types of your own rights: set GENKAN_URL, GENKAN_PORTAL and GENKAN_EMAIL in .env, then npm run types.');
  return 0;
}
