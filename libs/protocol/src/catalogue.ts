import type { CommandDefinition } from '@genkan/domain/define-command';
import type { z } from 'zod';
import {
  abilityCard,
  answer,
  bye,
  caughtUp,
  caughtUpAnswer,
  command,
  entryCard,
  frame,
  hello,
  listChanged,
  page,
  presence,
  present,
  query,
  renewal,
  refused,
  reset,
  self,
  snapshot,
  subscribe,
  unsubscribe,
  watchLog,
  welcome,
  windowAsked,
  windowClosed,
  windowRefused,
} from './messages.ts';

/** A Socket.IO event: its payload and, where the other side acknowledges, what it is acknowledged with. */
export type SocketMessage = {
  readonly name: string;
  readonly direction: 'client-to-server' | 'server-to-client';
  readonly summary: string;
  readonly payload: z.ZodType;
  readonly answer?: z.ZodType;
};

const up = (name: string, summary: string, payload: z.ZodType, reply?: z.ZodType): SocketMessage => ({
  name,
  direction: 'client-to-server',
  summary,
  payload,
  ...(reply && { answer: reply }),
});
const down = (name: string, summary: string, payload: z.ZodType): SocketMessage => ({
  name,
  direction: 'server-to-client',
  summary,
  payload,
});

/** What the handshake carries in `auth`; not an event. */
export const handshake = hello;

/** Every message that may pass over a socket; what is not here is refused. AsyncAPI and the SDK's contract print it. */
export const socketMessages: readonly SocketMessage[] = [
  up('subscribe', 'Receive every record of a module that you may see, and each change of it.', subscribe),
  up('unsubscribe', 'Receive nothing more of a module.', unsubscribe),
  up('command', 'Issue a command; its answer comes in a frame, right after its effects.', command, answer),
  up(
    'query',
    'Read records, a record, a count, a sum, the catalogue; for staff the log, a trace, members and user types.',
    query,
  ),
  up('caught-up', 'Be told when everything up to the present head was sent to you.', caughtUp, caughtUpAnswer),
  up('window', 'Receive the first records of a list, and each change of these.', windowAsked),
  up('close-window', 'Receive nothing more of a window.', windowClosed),
  up('watch-log', 'Be told each entry of the log as it happens, if you may.', watchLog),
  up('presence', 'Say where you are at a record, and be told who else is there.', presence),
  up('token', 'Put a new access token in the place of the one that runs out.', renewal),
  down('welcome', 'Who you are, what you may do, and the ticket for your cursors.', welcome),
  down('snapshot', 'A page of the first picture of a module.', snapshot),
  down('frame', 'What changed for you, and the answers to your own commands.', frame),
  down('ability', 'Your rights changed; this is what they are now.', abilityCard),
  down('self', 'The record you are tied to is another.', self),
  down('reset', 'Forget what you hold; a fresh snapshot follows.', reset),
  down('refused', 'A module is not sent to you as a live list, and what to do instead.', refused),
  down('page', 'All that a window shows.', page),
  down('list-changed', 'A window may show other records now; ask anew.', listChanged),
  down('window-refused', 'A window is closed, and why.', windowRefused),
  down('entry', 'An entry of the log, as you may see it.', entryCard),
  down('present', 'Who else is at a record, as far as you may know them.', present),
  down('bye', 'The connection ends, and when to come back.', bye),
];

/** One line a command, in the registry's order: for the catalogue and the documents. */
export const commandLines = (
  commands: readonly Pick<CommandDefinition, 'name' | 'area' | 'summary' | 'input'>[],
): readonly { name: string; area: string; summary: string; input: z.ZodType }[] =>
  commands.map(({ name, area, summary, input }) => ({ name, area, summary, input }));
