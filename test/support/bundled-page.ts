import { execFileSync } from 'node:child_process';
import { existsSync, mkdtempSync, readFileSync, rmSync, writeFileSync } from 'node:fs';
import { createServer } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join, resolve } from 'node:path';

export type BundledPage = { readonly url: string; close(): void };

/** A strict policy, as pages that show a company's data have: only files of this place run, and only they dress it. */
const policy =
  "default-src 'none'; script-src 'self'; style-src 'self'; connect-src http://127.0.0.1:* ws://127.0.0.1:*";
const types: Readonly<Record<string, string>> = { '.js': 'text/javascript', '.html': 'text/html; charset=utf-8' };

/** An empty page with one script of the tests, bundled with the SDK as it is published, on a server of its own. */
export async function bundledPage(script: string): Promise<BundledPage> {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-page-'));
  execFileSync('node', ['node_modules/typescript7/bin/tsc', '-b', 'sdk']);
  const tag = '<script type="module" src="./start.js"></script>';
  writeFileSync(join(folder, 'start.js'), `import ${JSON.stringify(resolve(script))};`);
  writeFileSync(
    join(folder, 'index.html'),
    `<!doctype html><html lang="en"><title>page</title><main></main>${tag}</html>`,
  );
  execFileSync('node', ['node_modules/vite/bin/vite.js', 'build', folder, '--logLevel', 'error']);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    const file = join(folder, 'dist', path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', types[extname(file)] ?? 'application/octet-stream');
    response.setHeader('content-security-policy', policy);
    response.end(readFileSync(file));
  });
  await new Promise<void>((started) => server.listen(0, '127.0.0.1', started));
  return {
    url: `http://127.0.0.1:${(server.address() as AddressInfo).port}`,
    close() {
      server.close();
      server.closeAllConnections();
      rmSync(folder, { recursive: true, force: true });
    },
  };
}
