/**
 * The load: N sockets and one writer in a process of its own, driven by messages of its parent. Stock socket.io-client,
 * WebSocket only. A delivery counts when it has been applied to the socket's map; a field that the socket's user type
 * may not see, an unexpected record or a missing delivery makes the window wrong.
 */
import { randomUUID } from 'node:crypto';
import { io, type Socket } from 'socket.io-client';
import {
  accountOf,
  dealCount,
  accountCount,
  placeOf,
  placeOfOneType,
  receivers,
  updateOf,
  valueOf,
  visibleFields,
  hiddenField,
  type Shape,
} from './workload.ts';

export type Open = {
  kind: 'open';
  target: 'rooms' | 'genkan';
  url: string;
  shape: Shape;
  oneType: boolean;
  sockets: number;
  tokens: readonly string[];
  writerToken: string;
  deals: readonly string[];
};
export type Window = { kind: 'window'; seconds: number; inFlight: number; perSecond?: number; hidden?: boolean };
export type Rights = { kind: 'rights'; input: unknown; field: string; shown: boolean };
export type Ask = Open | Window | Rights | { kind: 'close' };
export type WindowResult = {
  updates: number;
  deliveries: number;
  wrong: number;
  missing: number;
  seconds: number;
  p50: number;
  p99: number;
};

type Change = { op: 'put' | 'patch' | 'remove'; id: string; fields?: Record<string, unknown> };
type Keep = { op: 'keep-fields'; fields: string[] };
type Column = { op: 'column'; order: string[]; fields: string[]; ids: string[]; values: unknown[][] };
type Row = Record<string, unknown>;

let asked: Open;
let sockets: Socket[] = [];
let writer: Socket;
let change = 0;
let delivered = 0;
let wrong = 0;
let latencies: number[] = [];
const sentAt = new Map<string, number>();
const numberOf = new Map<string, number>();
const settle = new Map<string, () => void>();
let watched: { field: string; shown: boolean; left: number; done: () => void } | null = null;

/** Fields that a change of rights took from every socket: none may bring them. */
const taken = new Set<string>();

/** One more row of one socket shows the field now, or no longer. */
function turned(row: Row): Row {
  if (watched && watched.field in row === watched.shown && --watched.left === 0) watched.done();
  return row;
}

function apply(number: number, held: Map<string, Record<string, unknown>>, one: Change, first: boolean) {
  const place = asked.oneType ? placeOfOneType(number) : placeOf(number);
  const deal = numberOf.get(one.id) ?? -1;
  if (asked.shape === 'B' && accountOf(deal) !== place.account) wrong++;
  const visible = visibleFields[place.type] ?? [];
  for (const field in one.fields) if (!visible.includes(field as never) || taken.has(field)) wrong++;
  const row = held.get(one.id);
  if (row && one.op === 'patch') Object.assign(row, one.fields);
  else held.set(one.id, { ...one.fields });
  if (one.op === 'put' && watched && watched.field in (row ?? {}) !== watched.field in (one.fields ?? {}))
    turned(one.fields ?? {});
  if (first) return;
  delivered++;
  const at = sentAt.get(one.id);
  if (at !== undefined) latencies.push(performance.now() - at);
}

/** What a change of rights says of all records at once; this workload has one layout. */
function turnAll(number: number, held: Map<string, Row>, change: Keep | Column) {
  const visible = visibleFields[(asked.oneType ? placeOfOneType(number) : placeOf(number)).type] ?? [];
  for (const field of change.fields) if (!visible.includes(field as never) || taken.has(field)) wrong++;
  if (change.op === 'keep-fields') {
    for (const [id, row] of held) held.set(id, turned(only(row, change.fields)));
    return;
  }
  for (const [place, id] of change.ids.entries()) {
    const row = held.get(id);
    if (!row) wrong++;
    else for (const [at, name] of change.fields.entries()) row[name] = change.values[at]?.[place];
    if (row) turned(row);
  }
}

function only(row: Row, names: string[]): Row {
  const kept: Row = {};
  for (const name of names) kept[name] = row[name];
  return kept;
}

function listenRooms(socket: Socket, number: number) {
  const held = new Map<string, Record<string, unknown>>();
  socket.on('deal', (one: Change) => apply(number, held, one, false));
}

function listenGenkan(socket: Socket, number: number): Promise<void> {
  const held = new Map<string, Record<string, unknown>>();
  socket.on('frame', (frame: { changes: (Change | Keep | Column)[] }) => {
    for (const one of frame.changes) {
      if ('id' in one) apply(number, held, one, false);
      else turnAll(number, held, one);
    }
  });
  return new Promise((complete) => {
    socket.on('snapshot', (page: { rows: { id: string; fields: Record<string, unknown> }[]; more: boolean }) => {
      for (const row of page.rows) apply(number, held, { op: 'put', ...row }, true);
      if (!page.more) complete();
    });
    socket.on('welcome', () => socket.emit('subscribe', { module: 'Chances' }));
  });
}

const connect = (auth: object) =>
  io(asked.url, {
    auth,
    extraHeaders: { origin: asked.url },
    transports: ['websocket'],
    forceNew: true,
    reconnection: false,
  });
const connected = (socket: Socket) =>
  new Promise<void>((ready, failed) => {
    socket.once('connect', ready);
    socket.once('connect_error', failed);
  });

async function open() {
  asked.deals.forEach((id, n) => numberOf.set(id, n));
  for (let number = 0; number < asked.sockets; number++) {
    const token = asked.tokens[number] ?? '';
    const socket = connect(asked.target === 'rooms' ? { number } : { protocol: 1, token });
    sockets.push(socket);
    if (asked.target === 'rooms') listenRooms(socket, number);
    const complete = asked.target === 'genkan' ? listenGenkan(socket, number) : undefined;
    await connected(socket);
    await complete;
  }
  writer = connect(asked.target === 'rooms' ? {} : { protocol: 1, token: asked.writerToken });
  writer.on('frame', (frame: { answers: { id: string; status: string }[] }) => {
    for (const answer of frame.answers) {
      if (answer.status !== 'applied') wrong++;
      settle.get(answer.id)?.();
      settle.delete(answer.id);
    }
  });
  await connected(writer);
}

function update(deal: number, hidden: boolean): Promise<void> {
  const set = hidden ? { [hiddenField]: valueOf(hiddenField, deal, ++change) } : updateOf(deal, ++change);
  const id = asked.deals[deal] ?? '';
  if (!hidden) sentAt.set(id, performance.now());
  if (asked.target === 'rooms') return new Promise((done) => writer.emit('update', deal, set, done));
  const command = randomUUID();
  return new Promise((done) => {
    settle.set(command, done);
    writer.emit('command', { id: command, name: 'update-record', input: { module: 'Chances', id, set } });
  });
}

export type RightsResult = { milliseconds: number; wrong: number };

/** A change of rights, by the writer, until every row of every socket shows it. */
async function changeRights({ input, field, shown }: Rights): Promise<RightsResult> {
  wrong = 0;
  taken.delete(field);
  const started = performance.now();
  await new Promise<void>((done) => {
    watched = {
      field,
      shown,
      left: asked.sockets * (asked.shape === 'A' ? dealCount : dealCount / accountCount),
      done,
    };
    writer.emit('command', { id: randomUUID(), name: 'configure-user-type', input });
  });
  watched = null;
  if (!shown) taken.add(field);
  return { milliseconds: performance.now() - started, wrong };
}

const percentile = (sorted: number[], share: number) => sorted[Math.floor(sorted.length * share)] ?? 0;

async function window(ask: Window): Promise<WindowResult> {
  delivered = 0;
  wrong = 0;
  latencies = [];
  let updates = 0;
  let expected = 0;
  const started = performance.now();
  const until = started + ask.seconds * 1000;
  const next = () => {
    const deal = updates++ % dealCount;
    if (!ask.hidden) expected += receivers(asked.shape, asked.sockets, deal);
    return update(deal, ask.hidden ?? false);
  };
  if (ask.perSecond === undefined) {
    const lane = async () => {
      while (performance.now() < until) await next();
    };
    await Promise.all(Array.from({ length: ask.inFlight }, lane));
  } else {
    const pending: Promise<void>[] = [];
    for (let n = 0; n < ask.seconds * ask.perSecond; n++) {
      const wait = started + (n * 1000) / ask.perSecond - performance.now();
      if (wait > 0) await new Promise((go) => setTimeout(go, wait));
      pending.push(next());
    }
    await Promise.all(pending);
  }
  for (let waited = 0; delivered < expected && waited < 5000; waited += 5) await new Promise((go) => setTimeout(go, 5));
  const seconds = (performance.now() - started) / 1000;
  latencies.sort((a, b) => a - b);
  return {
    updates,
    deliveries: delivered,
    wrong,
    missing: expected - delivered,
    seconds,
    p50: percentile(latencies, 0.5),
    p99: percentile(latencies, 0.99),
  };
}

process.on('message', (ask: Ask) => {
  if (ask.kind === 'open') {
    asked = ask;
    void open().then(() => process.send?.({ kind: 'opened' }));
  } else if (ask.kind === 'window') void window(ask).then((result) => process.send?.({ kind: 'result', result }));
  else if (ask.kind === 'rights') void changeRights(ask).then((result) => process.send?.(result));
  else {
    for (const socket of [...sockets, writer]) socket.disconnect();
    sockets = [];
    process.disconnect();
  }
});
process.send?.('ready');
