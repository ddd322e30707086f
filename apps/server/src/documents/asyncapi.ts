import { commands } from '@genkan/domain/commands';
import { commandLines, handshake, socketMessages, type SocketMessage } from '@genkan/protocol/catalogue';
import { protocolVersion } from '@genkan/protocol/version';
import { jsonSchema, type Json } from './json-schema.ts';

const io = ({ direction }: SocketMessage): 'input' | 'output' =>
  direction === 'client-to-server' ? 'input' : 'output';

const message = (of: SocketMessage): Json => ({
  name: of.name,
  summary: of.summary,
  payload: jsonSchema(of.payload, io(of)),
  ...(of.answer ? { 'x-ack': jsonSchema(of.answer, 'output') } : {}),
});

/** One message a command on the event `command` (DECISIONS). */
const commandMessages = (): [string, Json][] =>
  commandLines(commands).map(({ name, summary, input }) => [
    `command.${name}`,
    {
      name: 'command',
      summary,
      payload: {
        type: 'object',
        required: ['id', 'name', 'input'],
        additionalProperties: false,
        properties: { id: { type: 'string', format: 'uuid' }, name: { const: name }, input: jsonSchema(input) },
      },
    },
  ]);

const sent = (direction: SocketMessage['direction'], names: readonly string[]) => ({
  action: direction === 'client-to-server' ? 'receive' : 'send',
  channel: { $ref: '#/channels/portal' },
  messages: names.map((name) => ({ $ref: `#/channels/portal/messages/${name}` })),
});
const named = (direction: SocketMessage['direction']): string[] =>
  socketMessages.filter((m) => m.direction === direction).map(({ name }) => name);

/** The socket's words as AsyncAPI 3.0, printed from the catalogue and the registry (SEC-37). */
export function asyncApi(): Json {
  const ofCommands = commandMessages();
  const messages = Object.fromEntries([...socketMessages.map((m) => [m.name, message(m)] as const), ...ofCommands]);
  const up = [...named('client-to-server'), ...ofCommands.map(([name]) => name)];
  return {
    asyncapi: '3.0.0',
    info: { title: 'Genkan', version: String(protocolVersion), description: 'Socket.IO events of a portal.' },
    channels: { portal: { address: '/socket.io/', messages, 'x-handshake': jsonSchema(handshake) } },
    operations: {
      receive: sent('client-to-server', up),
      send: sent('server-to-client', named('server-to-client')),
    },
  };
}
