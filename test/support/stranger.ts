/** Where a stranger begins: an empty folder, and what is published. */
import { execFileSync } from 'node:child_process';
import { cpSync, existsSync, mkdirSync, mkdtempSync, readFileSync, writeFileSync } from 'node:fs';
import { createServer, type Server } from 'node:http';
import type { AddressInfo } from 'node:net';
import { tmpdir } from 'node:os';
import { extname, join } from 'node:path';

/** The dependencies of a package, as they stand in this house, laid into an empty folder: an installation without a network. */
export function lay(name: string, folder: string): void {
  const target = join(folder, 'node_modules', name);
  if (existsSync(target)) return;
  cpSync(join('node_modules', name), target, { recursive: true, dereference: true });
  const { dependencies = {} } = JSON.parse(readFileSync(join(target, 'package.json'), 'utf8'));
  for (const each of Object.keys(dependencies)) lay(each, folder);
}

/** An empty folder with the packed SDK installed, as somebody gets it from a registry. */
export function installed(): string {
  const folder = mkdtempSync(join(tmpdir(), 'genkan-start-'));
  execFileSync('node', ['node_modules/typescript7/bin/tsc', '-b', 'sdk/src/cli']);
  execFileSync('npm', ['pack', '--pack-destination', folder, '--silent'], { cwd: 'sdk', stdio: 'pipe' });
  mkdirSync(join(folder, 'node_modules/genkan'), { recursive: true });
  const { version, dependencies } = JSON.parse(readFileSync('sdk/package.json', 'utf8'));
  execFileSync('tar', ['-xzf', `genkan-${version}.tgz`, '-C', 'node_modules/genkan', '--strip-components=1'], {
    cwd: folder,
  });
  for (const each of Object.keys(dependencies)) lay(each, folder);
  writeFileSync(join(folder, 'package.json'), '{ "type": "module" }');
  return folder;
}

/** What stands in the folder, bundled and served. */
export async function built(folder: string): Promise<Server> {
  execFileSync('node', ['node_modules/vite/bin/vite.js', 'build', folder, '--logLevel', 'error']);
  const server = createServer((request, response) => {
    const path = new URL(request.url ?? '/', 'http://page').pathname;
    const file = join(folder, 'dist', path === '/' ? 'index.html' : path);
    if (!existsSync(file)) return void response.writeHead(404).end();
    response.setHeader('content-type', extname(file) === '.js' ? 'text/javascript' : 'text/html; charset=utf-8');
    response.end(readFileSync(file));
  });
  await new Promise<void>((resolve) => server.listen(0, '127.0.0.1', resolve));
  return server;
}
export const addressOf = (server: Server): string => `http://127.0.0.1:${(server.address() as AddressInfo).port}`;
