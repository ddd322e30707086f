/** Weighs what a page loads (BENCH K2): built by vite in library mode, minified, gzipped. Exits 1 above a limit. */
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const kB = 1000;
const weighed = [
  { name: 'core with socket.io-client', entry: 'src/index.ts', external: [], limit: 25 * kB },
  { name: 'core alone', entry: 'src/index.ts', external: ['socket.io-client'], limit: 10 * kB },
  { name: 'sign-in', entry: 'src/sign-in.ts', external: [], limit: 2 * kB },
  { name: 'react binding', entry: 'src/react.ts', external: ['react'], limit: 3 * kB },
];

async function weigh({ entry, external }) {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    resolve: { conditions: ['source', 'module', 'browser', 'production'] },
    build: { write: false, minify: true, lib: { entry, formats: ['es'] }, rolldownOptions: { external } },
  });
  const chunks = [output].flat().flatMap((each) => each.output);
  return gzipSync(chunks.map((chunk) => chunk.code ?? '').join('\n'), { level: 9 }).length;
}

let heavy = false;
for (const each of weighed) {
  const bytes = await weigh(each);
  heavy ||= bytes > each.limit;
  process.stdout.write(`${each.name.padEnd(28)} ${(bytes / kB).toFixed(1).padStart(5)} kB of ${each.limit / kB} kB\n`);
}
process.exitCode = heavy ? 1 : 0;
