import type { CommandDefinition } from '@genkan/domain/define-command';
import { criteria, operator } from '@genkan/domain/criteria';
import { value } from '@genkan/domain/fields';
import { rejections } from '@genkan/domain/rejected';
import type { z } from 'zod';
import { handshake, socketMessages, type SocketMessage } from './catalogue.ts';
import {
  abilityCard,
  answer,
  bye,
  canvasBlock,
  change,
  cursor,
  entryCard,
  frame,
  page,
  place,
  present,
  recordsQuery,
  refused,
  reset,
  self,
  snapshot,
  view,
  welcome,
  windowAsked,
  windowRefused,
} from './messages.ts';
import { typeText } from './type-text.ts';
import { protocolVersion } from './version.ts';

const named: readonly (readonly [string, z.ZodType])[] = [
  ['Value', value],
  ['Operator', operator],
  ['Cursor', cursor],
  ['Hello', handshake],
  ['View', view],
  ['Change', change],
  ['Answer', answer],
  ['Frame', frame],
  ['Snapshot', snapshot],
  ['CanvasBlock', canvasBlock],
  ['AbilityCard', abilityCard],
  ['Welcome', welcome],
  ['Reset', reset],
  ['Self', self],
  ['Refused', refused],
  ['Bye', bye],
  ['WindowAsked', windowAsked],
  ['WindowPage', page],
  ['WindowRefused', windowRefused],
  ['EntryCard', entryCard],
  ['Place', place],
  ['Present', present],
  ['RecordsQuery', recordsQuery],
];
const names = new Map<z.core.$ZodType, string>([
  ...named.map(([name, schema]) => [schema, name] as const),
  [criteria, 'Criteria'],
]);

const comment = (text: string): string => `  /** ${text} */\n`;

const commandLine = ({ name, summary, input }: Pick<CommandDefinition, 'name' | 'summary' | 'input'>): string =>
  `${comment(summary)}  '${name}': { input: ${typeText(input, 'input', names)}; result: Readonly<Record<string, unknown>> };`;

const payload = ({ payload: schema, direction }: SocketMessage): string =>
  names.get(schema) ?? typeText(schema, direction === 'client-to-server' ? 'input' : 'output', names);

const messageLine = (message: SocketMessage): string =>
  `${comment(message.summary)}  '${message.name}': ${payload(message)};`;

const answerLine = ({ name, answer: schema }: SocketMessage): string[] =>
  schema ? [`  '${name}': ${names.get(schema) ?? typeText(schema, 'output', names)};`] : [];

const interfaceText = (name: string, doc: string, lines: readonly string[]): string =>
  `/** ${doc} */\nexport interface ${name} {\n${lines.join('\n')}\n}`;

/**
 * The SDK's `contract.ts`: the wire and the commands as TypeScript types, with no schema library at run time. Printed,
 * so that the SDK imports nothing of this repository and yet cannot drift from it: a test compares the file.
 */
export function printContract(commands: readonly Pick<CommandDefinition, 'name' | 'summary' | 'input'>[]): string {
  const of = (direction: SocketMessage['direction']): readonly SocketMessage[] =>
    socketMessages.filter((message) => message.direction === direction);
  const criteriaText = `{ and: readonly Criteria[] } | { or: readonly Criteria[] } | { field: string; is: Operator; value?: Value | undefined }`;
  return `${[
    '// Printed from the registry by `npm run contract`. Do not edit.',
    `export const protocolVersion = ${protocolVersion};`,
    ...named.map(([name, schema]) => `export type ${name} = ${typeText(schema, 'output', names)};`),
    `export type Criteria = ${criteriaText};`,
    `/** Every reason for which something is refused. */\nexport type RejectionCode = ${Object.keys(rejections)
      .map((code) => `'${code}'`)
      .join(' | ')};`,
    interfaceText('Commands', 'Every command with its input and what it answers.', commands.map(commandLine)),
    interfaceText('ClientToServer', 'What a client sends.', of('client-to-server').map(messageLine)),
    interfaceText('Acknowledged', 'What a client is acknowledged with.', socketMessages.flatMap(answerLine)),
    interfaceText('ServerToClient', 'What a server sends.', of('server-to-client').map(messageLine)),
  ].join('\n\n')}\n`;
}
