import type { AddressInfo } from 'node:net';
import { NestFactory } from '@nestjs/core';
import type { NestExpressApplication } from '@nestjs/platform-express';
import helmet, { type HelmetOptions } from 'helmet';
import { z } from 'zod';
import { AppModule } from './app.module.ts';
import type { House } from './house.ts';
import { jsonOnly } from './http/json-only.ts';
import { servePages } from './http/pages.ts';
import { ProblemFilter } from './http/problem.filter.ts';
import { nestLogger } from './operating/nest-logger.ts';
import { PortalGateway } from './socket/portal.gateway.ts';
import { SocketAdapter } from './socket/socket-adapter.ts';
import { messageBytes } from './socket/socket-limits.ts';

export type Route = { readonly method: string; readonly path: string };

/** An open server: where it is, and how to close it so that nothing stays unanswered. */
export type Doors = {
  readonly url: string;
  /** What HTTP answers to, for the test that the documents say the same (SEC-37). */
  readonly routes: readonly Route[];
  /** Says bye to every socket, answers what waits, lets go of everything. */
  readonly close: () => Promise<void>;
};

/** No script and no style but files of this server: what a value could smuggle into a page is not run. */
const headers: HelmetOptions = {
  contentSecurityPolicy: {
    directives: {
      'script-src': ["'self'"],
      'style-src': ["'self'"],
      'font-src': ["'self'"],
      'img-src': ["'self'", 'data:'],
    },
  },
};

async function application(house: House): Promise<NestExpressApplication> {
  const app = await NestFactory.create<NestExpressApplication>(AppModule.around(house), {
    bodyParser: false,
    logger: nestLogger(house.trace),
    abortOnError: false,
  });
  app.use(helmet(headers));
  app.enableCors({
    origin: (origin: string | undefined, decide: (error: Error | null, allowed: boolean) => void) =>
      decide(null, house.origins.has(origin)), // SEC-23: exact, and no header at all for others
    credentials: true,
    exposedHeaders: ['genkan-cursor'],
    maxAge: 600,
  });
  app.use(jsonOnly);
  app.useBodyParser('json', { limit: messageBytes });
  servePages(app);
  app.useGlobalFilters(new ProblemFilter(house));
  app.useWebSocketAdapter(new SocketAdapter(app, house.origins));
  return app;
}

const layer = z.object({
  route: z.object({ path: z.string(), methods: z.record(z.string(), z.boolean()) }).optional(),
});

function routesOf(app: NestExpressApplication): readonly Route[] {
  const express: unknown = app.getHttpAdapter().getInstance();
  const router: unknown = Reflect.get(Object(express), 'router');
  const layers = z.array(layer).parse(Reflect.get(Object(router), 'stack'));
  return layers.flatMap(({ route }) =>
    Object.keys(route?.methods ?? {}).map((method) => ({ method, path: route?.path ?? '' })),
  );
}

/**
 * Longer than clients and load balancers keep an idle connection, in milliseconds: the one that ends it is to be the one
 * that would send on it, else a request meets a closing connection and its sender cannot know what became of it.
 */
const keepAlive = 75_000;

/** Opens HTTP and sockets on the configured address; port 0 takes a free one. */
export async function openDoors(house: House): Promise<Doors> {
  const app = await application(house);
  Object.assign(app.getHttpServer(), { keepAliveTimeout: keepAlive, headersTimeout: keepAlive + 5_000 });
  const { HOST, PORT } = house.config;
  await app.listen(PORT, HOST);
  const { port } = app.getHttpServer().address() as AddressInfo; // a listening TCP server has one
  const host = HOST === '0.0.0.0' || HOST === '::' ? 'localhost' : HOST;
  const url = house.config.PUBLIC_URL ?? `http://${host.includes(':') ? `[${host}]` : host}:${port}`;
  house.origins.add(url);
  return {
    url,
    routes: routesOf(app),
    async close() {
      Object.assign(app.getHttpServer(), { keepAliveTimeout: 1 }); // who is answered from now on is not waited for
      house.readiness.close();
      await app.get(PortalGateway).bye();
      await app.close();
      await house.close();
    },
  };
}
