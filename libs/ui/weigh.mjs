/** Weighs what a visitor of a page loads, script by script, minified and gzipped, in the heavier language. */
import { gzipSync } from 'node:zlib';
import { build } from 'vite';

const kB = 1000;

/** `parts` are asked with what finds chunks; each names a set of chunks and its limit in kB. Exits 1 above one. */
export async function weigh(root, parts) {
  const chunks = [await build({ logLevel: 'error', root, build: { write: false } })]
    .flat()
    .flatMap(({ output }) => output)
    .filter(({ type }) => type === 'chunk');
  const byName = new Map(chunks.map((chunk) => [chunk.fileName, chunk]));
  /** A chunk with all it cannot run without. */
  const whole = (chunk, seen = new Set()) => {
    if (!chunk || seen.has(chunk)) return seen;
    seen.add(chunk);
    chunk.imports.forEach((name) => whole(byName.get(name), seen));
    return seen;
  };
  /** What one comes to stand on by the lazy parts of these names, with the door before them. */
  const loaded = (...names) => {
    const lazy = names.map((name) => chunks.find(({ facadeModuleId }) => facadeModuleId?.endsWith(name)));
    if (lazy.includes(undefined)) throw new Error(`No chunk of its own: ${names[lazy.indexOf(undefined)]}.`);
    const texts = chunks.filter(({ facadeModuleId }) => facadeModuleId?.endsWith('/ja.json'));
    const door = chunks.find(({ isEntry }) => isEntry);
    return new Set([door, ...texts, ...lazy].flatMap((chunk) => [...whole(chunk)]));
  };
  for (const { name, of, limit } of parts) {
    const size = [...loaded(...of)].reduce((sum, { code }) => sum + gzipSync(code, { level: 9 }).length, 0) / kB;
    if (size > limit) process.exitCode = 1;
    process.stdout.write(`${name.padEnd(28)} ${size.toFixed(1).padStart(5)} kB of ${limit} kB\n`);
  }
}
