import { Socket as NetSocket } from 'node:net';
import type { Socket } from 'socket.io';

type Connection = Socket['conn'];
type Ws = { readonly readyState: number; readonly bufferedAmount: number; readonly _socket: unknown };

const isWs = (value: unknown): value is Ws =>
  typeof value === 'object' &&
  value !== null &&
  'readyState' in value &&
  'bufferedAmount' in value &&
  '_socket' in value;

/** The WebSocket under a connection, or null when it is carried by anything else. */
function wsOf(connection: Connection): Ws | null {
  const { transport } = connection;
  if (transport.name !== 'websocket' || !('socket' in transport)) return null;
  return isWs(transport.socket) ? transport.socket : null;
}

/** The kernel's end of a connection, for counting what is unsent; null when it cannot be told. */
export function netSocketOf(connection: Connection): NetSocket | null {
  const net = wsOf(connection)?._socket;
  return net instanceof NetSocket ? net : null;
}

/**
 * The net socket if a whole WebSocket frame may be written to it directly, else null (FANOUT 8). This one function owns
 * all that is private about the libraries below. A wrong null costs only speed; so any doubt is null: something older
 * waits, the connection is being upgraded, frames are compressed, or the WebSocket has bytes of its own to send.
 */
export function direct(connection: Connection): NetSocket | null {
  if (connection.readyState !== 'open' || connection.upgrading || writeBufferOf(connection) > 0) return null;
  const ws = wsOf(connection);
  if (!ws || ws.readyState !== 1 || !(ws._socket instanceof NetSocket) || ws._socket.destroyed) return null;
  return ws.bufferedAmount === ws._socket.writableLength ? ws._socket : null;
}

/** Packets that engine.io holds back. */
export const writeBufferOf = (connection: Connection): number => {
  const held: unknown = Reflect.get(connection, 'writeBuffer');
  return Array.isArray(held) ? held.length : 0;
};
