import { once } from 'node:events';
import { request } from 'node:http';
import { describe, expect, test } from '@jest/globals';
import { spawnScript, spawnServer } from '../support/server.ts';

describe('the process', () => {
  test('[SV4] SIGTERM ends it with 0, and a request under way is answered first', async () => {
    const server = await spawnServer();
    const body = JSON.stringify({ portal: 'none', email: 'nobody@example.com', password: 'takes a while to hash' });
    const headers = { 'content-type': 'application/json', 'content-length': body.length, expect: '100-continue' };
    const asked = request(new URL('/api/sign-in', server.url), { method: 'POST', headers });
    asked.flushHeaders();
    await once(asked, 'continue'); // the request is under way
    const closed = server.close();
    asked.end(body);
    const [response] = await once(asked, 'response');
    expect(response.statusCode).toBe(401);
    expect(await closed).toBe(0);
  }, 30_000);

  test('[SV1] a bad value in the environment is one sentence and exit code 78', async () => {
    const child = spawnScript('main.ts', { PORT: 'many' });
    let said = '';
    child.stderr?.on('data', (chunk: Buffer) => (said += chunk.toString()));
    const [code] = await once(child, 'close');
    expect(code).toBe(78);
    expect(said).toMatch(/^PORT cannot be used: [^\n]+\n$/);
  }, 30_000);
});
