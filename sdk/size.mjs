/**
 * Weighs what a page loads (BENCH K2): built by vite in library mode, minified, gzipped. What is imported only when it is
 * wanted is a weight of its own. Exits 1 above a limit.
 */
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const kB = 1000;
const weighed = [
  { name: 'core with socket.io-client', entry: 'src/index.ts', external: [], limit: 25 * kB },
  { name: 'core alone', entry: 'src/index.ts', external: ['socket.io-client'], limit: 12.5 * kB },
  { name: 'loaded when wanted', entry: 'src/index.ts', external: ['socket.io-client'], limit: 6 * kB, late: true },
  { name: 'sign-in', entry: 'src/sign-in.ts', external: [], limit: 2 * kB },
  { name: 'staff', entry: 'src/staff.ts', external: [], limit: 1.5 * kB },
  { name: 'devtools', entry: 'src/devtools.ts', external: [], limit: 4 * kB },
  { name: 'react binding', entry: 'src/react.ts', external: ['react'], limit: 3 * kB },
];

async function weigh({ entry, external, late = false }) {
  const output = await build({
    configFile: false,
    logLevel: 'error',
    root: import.meta.dirname,
    resolve: { conditions: ['source', 'module', 'browser', 'production'] },
    build: {
      write: false,
      minify: true,
      lib: { entry, formats: ['es'] },
      rolldownOptions: {
        external,
        preserveEntrySignatures: 'allow-extension',
        output: { minify: true, comments: false },
      },
    }, // lib mode alone leaves blanks and bundlers' notes in, which no page loads
  });
  const chunks = [output].flat().flatMap((each) => each.output);
  const first = new Set(chunks.filter((chunk) => chunk.isEntry).map((chunk) => chunk.fileName));
  for (const name of first)
    for (const each of chunks.find((chunk) => chunk.fileName === name)?.imports ?? []) first.add(each);
  const loaded = chunks.filter((chunk) => first.has(chunk.fileName) !== late);
  return gzipSync(loaded.map((chunk) => chunk.code ?? '').join('\n'), { level: 9 }).length;
}

let heavy = false;
for (const each of weighed) {
  const bytes = await weigh(each);
  heavy ||= bytes > each.limit;
  process.stdout.write(`${each.name.padEnd(28)} ${(bytes / kB).toFixed(2).padStart(6)} kB of ${each.limit / kB} kB\n`);
}
process.exitCode = heavy ? 1 : 0;
