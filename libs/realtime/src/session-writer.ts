import type { Packet } from './packet.ts';

/** A session's way out. The server puts it over Socket.IO; tests and the bench over memory. */
export interface SessionWriter {
  /** Takes the packet now, in order. */
  write(packet: Packet): void;
  /** Bytes taken and not yet given to the kernel: with some, nothing more is written (at most one frame on its way). */
  buffered(): number;
  /** As `buffered`, for whoever asks seldom: falls as soon as the kernel has taken anything. */
  unsent(): number;
  /** Calls back once, when nothing is buffered any more. */
  onDrain(drained: () => void): void;
  /** Ends the connection after what was written. */
  close(): void;
}

/**
 * Resolves when the writer has nothing on its way; null, without a turn lost, when that is so already. Of several who
 * wait the first may write before the next wakes up: ask again.
 */
export const drained = (writer: SessionWriter): Promise<void> | null =>
  writer.buffered() === 0 ? null : new Promise((resolve) => writer.onDrain(resolve));
