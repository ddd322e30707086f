/**
 * Reference: plain Socket.IO, a room per user type (A) or per user type and account (B), each masked once and encoded
 * once a room. No permissions, no log; with DATABASE_URL one PostgreSQL transaction per update.
 * Environment: PORT, SHAPE, DATABASE_URL.
 */
import pg from 'pg';
import { Server } from 'socket.io';
import { accountOf, dealCount, makeDeal, placeOf, visibleFields, type Shape } from '../workload.ts';

const shape = (process.env['SHAPE'] ?? 'A') as Shape;
const deals = Array.from({ length: dealCount }, (_, n) => makeDeal(n, String(n)));
const io = new Server(Number(process.env['PORT']), { transports: ['websocket'], perMessageDeflate: false });
const pool = process.env['DATABASE_URL']
  ? new pg.Pool({ connectionString: process.env['DATABASE_URL'], max: 16 })
  : null;

const room = (type: number, account: number) => (shape === 'A' ? `${type}` : `${type}/${account}`);

async function store(deal: number, set: Record<string, unknown>) {
  if (!pool) return;
  const client = await pool.connect();
  try {
    await client.query('BEGIN');
    await client.query({
      name: 'deal',
      text: 'UPDATE deal SET fields = fields || $2::jsonb WHERE id = $1',
      values: [deal, JSON.stringify(set)],
    });
    await client.query({
      name: 'log',
      text: 'INSERT INTO log (deal, change) VALUES ($1, $2)',
      values: [deal, JSON.stringify(set)],
    });
    await client.query('COMMIT');
  } finally {
    client.release();
  }
}

async function update(deal: number, set: Record<string, string | number>) {
  await store(deal, set);
  const row = deals[deal];
  if (!row) return;
  Object.assign(row.fields, set);
  visibleFields.forEach((visible, type) => {
    const fields: Record<string, unknown> = {};
    for (const field of visible) if (field in set) fields[field] = row.fields[field];
    io.to(room(type, accountOf(deal))).emit('deal', { op: 'patch', id: row.id, fields });
  });
}

if (pool) {
  await pool.query('DROP TABLE IF EXISTS deal, log');
  await pool.query('CREATE TABLE deal (id int PRIMARY KEY, fields jsonb) WITH (fillfactor = 80)');
  await pool.query('CREATE TABLE log (id bigserial PRIMARY KEY, deal int, change jsonb)');
  await pool.query('INSERT INTO deal SELECT * FROM unnest($1::int[], $2::jsonb[])', [
    deals.map((_, n) => n),
    deals.map((d) => JSON.stringify(d.fields)),
  ]);
}

io.on('connection', (socket) => {
  const { number } = socket.handshake.auth as { number?: number };
  if (number !== undefined) {
    const { type, account } = placeOf(number);
    void socket.join(room(type, account));
  }
  socket.on(
    'update',
    (deal: number, set: Record<string, string | number>, done: () => void) => void update(deal, set).then(done),
  );
});
process.send?.('ready');
