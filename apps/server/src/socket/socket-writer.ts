import { direct, type EngineConnection, type NetSocket } from '@genkan/realtime/direct-write';
import type { Packet } from '@genkan/realtime/packet';
import type { SessionWriter } from '@genkan/realtime/session-writer';
import type { Socket } from 'socket.io';
import type { Flow } from '../operating/metrics.ts';
import type { Directness } from './directness.ts';

/** What may wait in a TCP socket before a frame goes the usual way, in bytes (FANOUT 7). */
const mostWaiting = 256 * 1024;

/** Engine.IO's connection with the members its types hide; `direct` doubts each of them before it is used. */
const engineOf = (socket: Socket): EngineConnection => socket.conn as unknown as EngineConnection;
const netOf = (engine: EngineConnection): NetSocket | null => engine.transport.socket?._socket ?? null;

/** A session's way out over Socket.IO: the shared frame straight to the kernel where that keeps the order, else `send`. */
export class SocketWriter implements SessionWriter {
  readonly #socket: Socket;
  readonly #directness: Directness;
  readonly #flow: Flow;
  readonly #graceMs: number;

  /** `graceMs`: how long a connection that is closed may take to read what was written before. */
  constructor(socket: Socket, directness: Directness, graceMs = 5_000, flow: Flow = { deliveries: 0 }) {
    this.#socket = socket;
    this.#flow = flow;
    this.#directness = directness;
    this.#graceMs = graceMs;
  }

  write(packet: Packet): void {
    this.#flow.deliveries += 1;
    const engine = engineOf(this.#socket);
    const net = this.#directness.of(engine) ? direct(engine, mostWaiting) : null;
    if (net) net.write(packet.frame);
    else this.#socket.conn.send(packet.socketIo);
  }

  /** Bytes not yet given to the kernel; a packet that Engine.IO holds back counts as one. */
  buffered(): number {
    const engine = engineOf(this.#socket);
    return engine.writeBuffer.length + (netOf(engine)?.writableLength ?? 0);
  }

  /** With what the kernel has taken of a write under way already off it. */
  unsent(): number {
    const queued = netOf(engineOf(this.#socket))?._handle?.writeQueueSize ?? 0;
    return this.buffered() + queued;
  }

  /** Calls back for a closed connection too: nothing is buffered there any more. */
  onDrain(drained: () => void): void {
    const { conn } = this.#socket;
    const engine = engineOf(this.#socket);
    const look = (): void => {
      if (conn.readyState === 'open' && this.buffered() > 0) return this.#soon(engine, look);
      drained();
    };
    setImmediate(look);
  }

  /** A client that reads is sent all that was written; one that does not is cut off after a while. */
  close(): void {
    const engine = engineOf(this.#socket);
    const net = netOf(engine);
    const isStuck = this.buffered() > 0;
    this.#socket.disconnect(true);
    if (!isStuck) return;
    setTimeout(() => {
      this.#socket.conn.close(true);
      net?.destroy();
    }, this.#graceMs).unref();
  }

  /** Looks again when Engine.IO has handed on what it held, or the TCP socket has; a close ends both. */
  #soon(engine: EngineConnection, look: () => void): void {
    const { conn } = this.#socket;
    const net = netOf(engine);
    let looked = false;
    const once = (): void => {
      if (looked) return;
      looked = true;
      conn.off('close', once);
      conn.off('drain', once);
      look();
    };
    conn.once('close', once);
    if (engine.writeBuffer.length > 0) conn.once('drain', once);
    else if (net && net.writableLength > 0) afterWritten(net, once);
    else once();
  }
}

/** An empty write is called back when everything before it was taken; `drain` would speak only of full buffers. */
const afterWritten = (net: NetSocket, written: () => void): boolean => net.write(new Uint8Array(0), written);
