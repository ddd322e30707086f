import type { IncomingMessage } from 'node:http';
import type { INestApplication } from '@nestjs/common';
import { IoAdapter } from '@nestjs/platform-socket.io';
import type { MessageMappingProperties } from '@nestjs/websockets';
import type { Server, ServerOptions, Socket } from 'socket.io';
import type { Origins } from '../admission/origins.ts';
import { messageBytes } from './socket-limits.ts';

/** Socket.IO as Genkan runs it: WebSocket first, no compression, no recovery of its own, origins checked on both transports. */
export class SocketAdapter extends IoAdapter {
  readonly #origins: Origins;

  constructor(app: INestApplication, origins: Origins) {
    super(app);
    this.#origins = origins;
  }

  override createIOServer(port: number, options?: ServerOptions): Server {
    const allowed = {
      allowRequest: (request: IncomingMessage, decide: (error: string | null, admitted: boolean) => void) =>
        decide(null, this.#origins.admits(request)), // SEC-11: for polling and for the upgrade
      cors: {
        origin: (origin: string | undefined, decide: (error: Error | null, allowed: boolean) => void) =>
          decide(null, this.#origins.has(origin)),
        credentials: true,
      },
    };
    const lean = { perMessageDeflate: false, httpCompression: false, serveClient: false };
    const limits = { maxHttpBufferSize: messageBytes, connectTimeout: 10_000 };
    const merged: Partial<ServerOptions> = {
      ...options,
      ...allowed,
      ...lean,
      ...limits,
      transports: ['websocket', 'polling'],
    };
    return super.createIOServer(port, merged as ServerOptions); // Nest's type asks for every option Socket.IO has
  }

  /** One listener an event and no observable between: what the handler answers is acknowledged, if the client asks. */
  override bindMessageHandlers(socket: Socket, handlers: MessageMappingProperties[]): void {
    for (const { message, callback } of handlers) {
      socket.on(String(message), async (...given: unknown[]) => {
        const ack = given.find((argument) => typeof argument === 'function');
        const answer: unknown = await callback(given[0] === ack ? undefined : given[0], ack);
        if (typeof ack === 'function' && answer !== undefined) ack(answer);
      });
    }
  }
}
