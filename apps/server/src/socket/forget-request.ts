import { ServerResponse, type IncomingMessage } from 'node:http';
import type { Socket } from 'socket.io';

/** Engine.IO's answer to an upgrade: made for middlewares, and kept by the TCP socket as long as that lives. */
type UpgradeResponse = { socket?: object | null; req: IncomingMessage | null };
/** What its types call read-only, or never null. */
type Forgetful = { handshake: object; data: unknown };
type EngineSocket = {
  request: IncomingMessage | null;
  readonly transport: { readonly name: string; readonly socket?: { readonly _socket?: object | null } };
  once: (event: 'upgrade', heard: () => void) => unknown;
};

const responses = new WeakMap<object, UpgradeResponse>();
const forgotten = Object.freeze({ headers: {}, query: {}, auth: {} });

/** An Engine.IO middleware: notes which response a TCP socket keeps. */
export function noteResponse(_request: IncomingMessage, response: object, next: () => void): void {
  const upgrade = response as UpgradeResponse;
  if (!(response instanceof ServerResponse) && upgrade.socket) responses.set(upgrade.socket, upgrade);
  next();
}

/**
 * Once it is known who a socket is, the request it came with is held by nobody: 2 KiB of headers and token a
 * connection (FANOUT 5). `socket.request` is null from here on and `socket.handshake` empty.
 */
export function forgetRequest(socket: Socket): void {
  const engine = socket.conn as unknown as EngineSocket;
  engine.request = null;
  const forgetful = socket as unknown as Forgetful;
  forgetful.handshake = forgotten;
  forgetful.data = {};
  const forgetResponse = (): void => {
    const tcp = engine.transport.socket?._socket;
    const response = tcp && responses.get(tcp);
    if (response) response.req = null;
  };
  if (engine.transport.name === 'websocket') forgetResponse();
  else engine.once('upgrade', forgetResponse);
}
