import type { Packet } from '@genkan/realtime/packet';
import type { SessionWriter } from '@genkan/realtime/session-writer';
import type { Socket } from 'socket.io';
import { direct, netSocketOf, writeBufferOf } from './raw-socket.ts';

const nothing = Buffer.alloc(0);

/** A session's way out over Socket.IO: the shared frame straight to the kernel where that keeps the order, else `send`. */
export class SocketWriter implements SessionWriter {
  readonly #socket: Socket;

  constructor(socket: Socket) {
    this.#socket = socket;
  }

  write(packet: Packet): void {
    const { conn } = this.#socket;
    const net = direct(conn);
    if (net) net.write(packet.frame);
    else conn.send(packet.socketIo);
  }

  /** Bytes not yet given to the kernel; a packet that engine.io holds back counts as one. */
  buffered(): number {
    const { conn } = this.#socket;
    return writeBufferOf(conn) + (netSocketOf(conn)?.writableLength ?? 0);
  }

  /** Calls back for a closed connection too: nothing is buffered there any more. */
  onDrain(drained: () => void): void {
    const { conn } = this.#socket;
    if (conn.readyState !== 'open' && conn.readyState !== 'opening') return void setImmediate(drained);
    let told = false;
    const tell = (): void => {
      if (told) return;
      told = true;
      conn.off('close', tell);
      drained();
    };
    conn.once('close', tell);
    if (writeBufferOf(conn) > 0) conn.once('drain', () => this.#afterKernel(tell));
    else this.#afterKernel(tell);
  }

  close(): void {
    this.#socket.disconnect(true);
  }

  /** An empty write is called back when everything before it was taken. */
  #afterKernel(tell: () => void): void {
    const net = netSocketOf(this.#socket.conn);
    if (!net || net.writableLength === 0) setImmediate(tell);
    else net.write(nothing, () => tell());
  }
}
