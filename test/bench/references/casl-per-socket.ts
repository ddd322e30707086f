/**
 * Reference: what most teams write. Every socket has a CASL ability of its own; each update asks every one of them
 * whether and which fields it may read, and emits to it. In memory, not durable. Environment: PORT, SHAPE.
 */
import { createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import { permittedFieldsOf } from '@casl/ability/extra';
import { Server, type Socket } from 'socket.io';
import { accountOf, dealCount, fieldNames, makeDeal, placeOf, visibleFields, type Shape } from '../workload.ts';

const shape = (process.env['SHAPE'] ?? 'A') as Shape;
const deals = Array.from({ length: dealCount }, (_, n) => makeDeal(n, String(n)));
const io = new Server(Number(process.env['PORT']), { transports: ['websocket'], perMessageDeflate: false });
const abilities = new Map<Socket, MongoAbility>();

const abilityOf = (number: number) => {
  const { type, account } = placeOf(number);
  const conditions = shape === 'A' ? {} : { account };
  return createMongoAbility([
    { action: 'read', subject: 'Deal', fields: [...(visibleFields[type] ?? [])], conditions },
  ]);
};

function update(deal: number, set: Record<string, string | number>) {
  const row = deals[deal];
  if (!row) return;
  Object.assign(row.fields, set);
  for (const [socket, ability] of abilities) {
    const asked = subject('Deal', { ...row, account: accountOf(deal) });
    if (!ability.can('read', asked)) continue;
    const visible = permittedFieldsOf(ability, 'read', asked, { fieldsFrom: (rule) => rule.fields ?? [...fieldNames] });
    const fields: Record<string, unknown> = {};
    for (const field of visible) if (field in set) fields[field] = row.fields[field];
    socket.emit('deal', { op: 'patch', id: row.id, fields });
  }
}

io.on('connection', (socket) => {
  const { number } = socket.handshake.auth as { number?: number };
  if (number !== undefined) abilities.set(socket, abilityOf(number));
  socket.on('disconnect', () => abilities.delete(socket));
  socket.on('update', (deal: number, set: Record<string, string | number>, done: () => void) => {
    update(deal, set);
    done();
  });
});
process.send?.('ready');
