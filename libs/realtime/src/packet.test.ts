import { expect, test } from '@jest/globals';
import { direct, isDirectPossible, type EngineConnection, type NetSocket } from './direct-write.ts';
import { Packet } from './packet.ts';

/** What a reader of RFC 6455 makes of a server's frame. */
function read(frame: Buffer): { opcode: number; final: boolean; text: string } {
  const short = frame[1]!;
  const [start, length] =
    short < 126 ? [2, short] : short === 126 ? [4, frame.readUInt16BE(2)] : [10, Number(frame.readBigUInt64BE(2))];
  expect(frame.length).toBe(start + length);
  return { opcode: frame[0]! & 15, final: (frame[0]! & 128) !== 0, text: frame.subarray(start).toString() };
}

test.each([0, 90, 120, 125, 126, 65_500, 65_535, 65_536, 70_000])(
  '[OB5] a message of about %i bytes is one whole WebSocket text frame of an Engine.IO message',
  (bytes) => {
    const payload = JSON.stringify('é'.repeat(bytes / 2));
    const packet = new Packet('frame', payload);
    expect(read(packet.frame)).toEqual({ opcode: 1, final: true, text: `42["frame",${payload}]` });
    expect(packet.frame).toBe(packet.frame);
  },
);

const net = (change: Partial<NetSocket> = {}): NetSocket => ({
  destroyed: false,
  writableLength: 0,
  write: () => true,
  destroy: () => undefined,
  once: () => undefined,
  ...change,
});
const connection = (
  of: NetSocket,
  change: object = {},
  socket: object = {},
  transport: object = {},
): EngineConnection => ({
  readyState: 'open',
  upgrading: false,
  writeBuffer: [],
  transport: {
    name: 'websocket',
    perMessageDeflate: null,
    socket: { readyState: 1, bufferedAmount: of.writableLength, _socket: of, ...socket },
    ...transport,
  },
  ...change,
});

test('[OB6] a frame goes straight to the TCP socket when nothing older can wait above it', () => {
  const idle = net();
  expect(direct(connection(idle), 100)).toBe(idle);
  const busy = net({ writableLength: 100 });
  expect(direct(connection(busy), 100)).toBe(busy);
});

test.each<[string, EngineConnection]>([
  ['the connection closes', connection(net(), { readyState: 'closing' })],
  ['it is being upgraded', connection(net(), { upgrading: true })],
  ['it does not say whether it is being upgraded', connection(net(), { upgrading: undefined })],
  ['an older packet waits', connection(net(), { writeBuffer: [{}] })],
  ['it polls', connection(net(), {}, {}, { name: 'polling' })],
  ['it compresses', connection(net(), {}, {}, { perMessageDeflate: {} })],
  ['the web socket holds something back', connection(net(), {}, { bufferedAmount: 5 })],
  ['the web socket closes', connection(net(), {}, { readyState: 2 })],
  ['another web socket library has no TCP socket to show', connection(net(), {}, { _socket: undefined })],
  ['the TCP socket is gone', connection(net({ destroyed: true }))],
  ['too much waits in the TCP socket', connection(net({ writableLength: 101 }))],
])('[OB7] a frame goes the usual way when %s', (_why, of) => {
  expect(direct(of, 100)).toBeNull();
});

test('[OB7] libraries that are not built as expected are never written past', () => {
  expect(isDirectPossible(connection(net()), () => true)).toBe(true);
  expect(isDirectPossible(connection(net()), () => false)).toBe(false);
  expect(isDirectPossible(connection(net(), { writeBuffer: undefined }), () => true)).toBe(false);
  expect(isDirectPossible(connection(net(), {}, { bufferedAmount: undefined }), () => true)).toBe(false);
});
