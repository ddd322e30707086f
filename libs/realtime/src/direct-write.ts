/** What is needed of Node's TCP socket. */
export type NetSocket = {
  readonly destroyed: boolean;
  readonly writableLength: number;
  /** Node's own; `writeQueueSize`: bytes of writes under way that the kernel has not taken yet. */
  readonly _handle?: { readonly writeQueueSize?: number } | null;
  write(bytes: Uint8Array, written?: () => void): boolean;
  destroy(): unknown;
  once(event: 'drain' | 'close', heard: () => void): unknown;
};
type WebSocketLike = {
  readonly readyState: number;
  readonly bufferedAmount: number;
  readonly _socket?: NetSocket | null;
};
type Transport = { readonly name: string; readonly perMessageDeflate?: unknown; readonly socket?: WebSocketLike };
/** What is looked at of an Engine.IO connection; anything missing means no direct writing. */
export type EngineConnection = {
  readonly readyState: string;
  readonly upgrading?: boolean;
  readonly writeBuffer: readonly unknown[];
  readonly transport: Transport;
};

const open = 1;

/**
 * The TCP socket of a connection whose frames may be written to it directly, else null: then the frame goes the usual
 * way. Nothing older may wait anywhere above the socket. A wrong null costs speed, a wrong socket could reorder, so
 * that any doubt is null (FANOUT 1 and 8). `most`: bytes that may wait in the socket already.
 */
export function direct(connection: EngineConnection, most: number): NetSocket | null {
  const { transport } = connection;
  if (connection.readyState !== 'open' || connection.upgrading !== false) return null;
  if (transport.name !== 'websocket' || connection.writeBuffer.length > 0 || transport.perMessageDeflate) return null;
  const socket = transport.socket;
  const net = socket?._socket;
  if (!socket || !net || socket.readyState !== open || net.destroyed || net.writableLength > most) return null;
  return socket.bufferedAmount === net.writableLength ? net : null; // ws itself holds nothing back
}

/** Asked once at the first connection: whether these versions of the libraries are built as `direct` expects. */
export function isDirectPossible(connection: EngineConnection, isNetSocket: (socket: unknown) => boolean): boolean {
  const { transport } = connection;
  return (
    Array.isArray(connection.writeBuffer) &&
    typeof connection.upgrading === 'boolean' &&
    typeof transport.name === 'string' &&
    typeof transport.socket?.bufferedAmount === 'number' &&
    isNetSocket(transport.socket._socket)
  );
}
