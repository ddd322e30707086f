/** Reference: plain `ws`, one frame encoded per user type (A) or per user type and account (B). Environment: PORT, SHAPE. */
import { WebSocketServer, type WebSocket } from 'ws';
import { accountOf, dealCount, makeDeal, placeOf, visibleFields, type Shape } from '../workload.ts';

const shape = (process.env['SHAPE'] ?? 'A') as Shape;
const deals = Array.from({ length: dealCount }, (_, n) => makeDeal(n, String(n)));
const classes = new Map<string, Set<WebSocket>>();
const name = (type: number, account: number) => (shape === 'A' ? `${type}` : `${type}/${account}`);

function update(deal: number, set: Record<string, string | number>) {
  const row = deals[deal];
  if (!row) return;
  Object.assign(row.fields, set);
  visibleFields.forEach((visible, type) => {
    const fields: Record<string, unknown> = {};
    for (const field of visible) if (field in set) fields[field] = row.fields[field];
    const frame = Buffer.from(JSON.stringify(['deal', { op: 'patch', id: row.id, fields }]));
    for (const socket of classes.get(name(type, accountOf(deal))) ?? []) socket.send(frame, { binary: false });
  });
}

const server = new WebSocketServer({ port: Number(process.env['PORT']), perMessageDeflate: false });
server.on('connection', (socket, request) => {
  const number = new URL(request.url ?? '/', 'http://127.0.0.1').searchParams.get('number');
  if (number !== null) {
    const { type, account } = placeOf(Number(number));
    const key = name(type, account);
    const members = classes.get(key) ?? new Set<WebSocket>();
    classes.set(key, members.add(socket));
    socket.on('close', () => members.delete(socket));
  }
  socket.on('message', (text) => {
    const [id, deal, set] = JSON.parse(text.toString()) as [number, number, Record<string, string | number>];
    update(deal, set);
    socket.send(JSON.stringify(['done', id]));
  });
});
process.send?.('ready');
