/**
 * A message as it leaves: made once and shared by every socket that gets it. `socketIo` is the text of a Socket.IO
 * event packet; `frame` the same as one whole WebSocket text frame, built when the first socket asks.
 */
export class Packet {
  readonly socketIo: string;
  #frame: Buffer | null = null;

  /** `payload` is JSON text. */
  constructor(event: string, payload: string) {
    this.socketIo = `2["${event}",${payload}]`;
  }

  /** Header and payload in one buffer, unmasked, final: RFC 6455 5.2. Engine.IO's message type `4` stands before it. */
  get frame(): Buffer {
    this.#frame ??= textFrame(`4${this.socketIo}`);
    return this.#frame;
  }
}

/** A frame: changes and answers as JSON text without brackets; token null: the difference goes on (messages.ts). */
export const framePacket = (token: string | null, changes: string, answers: string): Packet =>
  new Packet(
    'frame',
    `{"token":${token === null ? 'null' : `"${token}"`},"changes":[${changes}],"answers":[${answers}]}`,
  );

const finalText = 0x81;

function textFrame(text: string): Buffer {
  const length = Buffer.byteLength(text);
  const header = length < 126 ? 2 : length < 65_536 ? 4 : 10;
  const frame = Buffer.allocUnsafe(header + length);
  frame[0] = finalText;
  if (header === 2) frame[1] = length;
  else if (header === 4) {
    frame[1] = 126;
    frame.writeUInt16BE(length, 2);
  } else {
    frame[1] = 127;
    frame.writeBigUInt64BE(BigInt(length), 2);
  }
  frame.write(text, header);
  return frame;
}
