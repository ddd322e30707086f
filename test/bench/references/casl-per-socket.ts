/**
 * Reference: what most teams write. Every socket has a CASL ability of its own, with rules for the modules of a CRM; each
 * update is masked for every socket and emitted to it if anything is left. In memory, not durable.
 *
 * ASK=field asks each ability for each field (`can('read', deal, field)`) and emits what is permitted.
 * ASK=record is the leaner way: whether the deal may be read at all, then CASL's `permittedFieldsOf`, and only what changed.
 * Environment: PORT, SHAPE, ASK.
 */
import { AbilityBuilder, createMongoAbility, subject, type MongoAbility } from '@casl/ability';
import { permittedFieldsOf } from '@casl/ability/extra';
import { Server, type Socket } from 'socket.io';
import { accountOf, dealCount, fieldNames, makeDeal, placeOf, visibleFields, type Shape } from '../workload.ts';

type Deal = Record<string, string | number> & { id: string };

const shape = (process.env['SHAPE'] ?? 'A') as Shape;
const deals = Array.from({ length: dealCount }, (_, n): Deal => {
  const { id, fields } = makeDeal(n, String(n));
  return { id, account: accountOf(n), ...fields };
});
const io = new Server(Number(process.env['PORT']), { transports: ['websocket'], perMessageDeflate: false });
const abilities = new Map<Socket, MongoAbility>();

function abilityOf(number: number): MongoAbility {
  const { type, account } = placeOf(number);
  const { can, build } = new AbilityBuilder<MongoAbility>(createMongoAbility);
  const own = shape === 'A' ? undefined : { account };
  for (const module of ['Account', 'Contact', 'Product', 'Quote', 'Invoice', 'Case']) can('read', module, own);
  can('read', 'Deal', [...(visibleFields[type] ?? [])], own);
  can('update', 'Deal', ['Stage', 'Amount'], own);
  return build();
}

function byField(ability: MongoAbility, deal: Deal) {
  const asked = subject('Deal', { ...deal });
  const fields: Record<string, unknown> = {};
  for (const field of fieldNames) if (ability.can('read', asked, field)) fields[field] = deal[field];
  return Object.keys(fields).length > 0 ? { op: 'put', id: deal.id, fields } : null;
}

function byRecord(ability: MongoAbility, deal: Deal, set: object) {
  const asked = subject('Deal', { ...deal });
  if (!ability.can('read', asked)) return null;
  const fields: Record<string, unknown> = {};
  for (const field of permittedFieldsOf(ability, 'read', asked, {
    fieldsFrom: (rule) => rule.fields ?? [...fieldNames],
  }))
    if (field in set) fields[field] = deal[field];
  return { op: 'patch', id: deal.id, fields };
}

const told = process.env['ASK'] === 'record' ? byRecord : byField;

function update(number: number, set: Record<string, string | number>) {
  const deal = deals[number];
  if (!deal) return;
  Object.assign(deal, set);
  for (const [socket, ability] of abilities) {
    const change = told(ability, deal, set);
    if (change) socket.emit('deal', change);
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
