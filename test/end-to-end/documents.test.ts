import { randomUUID } from 'node:crypto';
import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import { commands } from '@genkan/domain/commands';
import { socketMessages } from '@genkan/protocol/catalogue';
import { PortalGateway } from '@genkan/server/socket/portal.gateway';
import { ask, startServer, type TestServer, type Loose } from '../support/server.ts';
import { makeWorld, type World } from '../support/world.ts';

const told = ['/health/live', '/health/ready', '/metrics', '/openapi.json', '/asyncapi.json'];

describe('the documents', () => {
  let server: TestServer;
  let world: World;
  let http: Loose;
  let socket: Loose;
  beforeAll(async () => {
    server = await startServer();
    world = await makeWorld(server);
    http = (await ask(server.url, '/openapi.json')).json;
    socket = (await ask(server.url, '/asyncapi.json')).json;
  });
  afterAll(() => server.close());

  test('[SEC-37] OpenAPI names the routes the server has, each once, and no other', () => {
    const routes = server.routes.flatMap(({ method, path }) => {
      const name = path.replace(/:(\w+)/g, '{$1}');
      if (told.includes(name)) return [];
      return name === '/api/commands/{name}'
        ? commands.map((command) => `${method} /api/commands/${command.name}`)
        : [`${method} ${name}`];
    });
    const documented = Object.entries<object>(http.paths).flatMap(([path, methods]) =>
      Object.keys(methods).map((method) => `${method} ${path}`),
    );
    expect(documented.sort()).toEqual(routes.sort());
    expect(http.openapi).toBe('3.1.0');
  });

  test('[SEC-37] a documented read is answered in the documented shape', async () => {
    const kei = await world.kei();
    const path = `/api/records/Deals/${world.deals.shared}`;
    const { properties, required } =
      http.paths['/api/records/{module}/{id}'].get.responses['200'].content['application/json'].schema;
    const { json } = await kei.get(path);
    expect(Object.keys(json).sort()).toEqual(Object.keys(properties).sort());
    expect(Object.keys(json)).toEqual(expect.arrayContaining(required));
  });

  test('[SEC-37] every documented command is known, and an undocumented one is not', async () => {
    const admin = await world.admin();
    for (const { name } of commands) {
      const { json } = await admin.post(
        `/api/commands/${name}`,
        { nonsense: true },
        { 'idempotency-key': randomUUID() },
      );
      expect([name, json.code]).not.toEqual([name, 'unknown-command']);
    }
    expect((await admin.command('nothing-of-this-name', {})).json.code).toBe('unknown-command');
  });

  test('[SEC-37] AsyncAPI names the events the gateway hears and the server sends, and one message a command', () => {
    const prototype = PortalGateway.prototype as unknown as Record<string, object>;
    const heard = Object.getOwnPropertyNames(prototype).flatMap(
      (name) => Reflect.getMetadata('message', prototype[name]!) ?? [],
    );
    const received = socket.operations.receive.messages.map(({ $ref }: Loose) => $ref.split('/').at(-1));
    expect(received.filter((name: string) => !name.startsWith('command.')).sort()).toEqual(heard.sort());
    expect(received.filter((name: string) => name.startsWith('command.'))).toEqual(
      commands.map(({ name }) => `command.${name}`),
    );
    const sent = socket.operations.send.messages.map(({ $ref }: Loose) => $ref.split('/').at(-1));
    expect(sent).toEqual(
      socketMessages.filter(({ direction }) => direction === 'server-to-client').map(({ name }) => name),
    );
    expect(socket.asyncapi).toBe('3.0.0');
  });

  test('[SV2] the documents say nothing of a portal, and are not there when they are off', async () => {
    expect(JSON.stringify([http, socket])).not.toContain(world.id);
    const closed = await startServer({ env: { DOCS: 'false' } });
    for (const path of ['/openapi.json', '/asyncapi.json']) expect((await ask(closed.url, path)).status).toBe(404);
    await closed.close();
  });

  test('[SV3] health says alive and ready, and nothing else', async () => {
    expect((await ask(server.url, '/health/live')).json).toEqual({ status: 'live' });
    expect((await ask(server.url, '/health/ready')).json).toEqual({ status: 'ready' });
  });
});
