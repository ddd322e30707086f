import { canariesIn } from '../../oracle/canaries.ts';
import type { Command } from '../../oracle/commands.ts';
import type { Doors, Outcome } from './doors.ts';
import type { Watch } from './watch.ts';

/** What came of a command, and the place its answer names; -1: none. */
export type Answered = { readonly outcome: Outcome; readonly sequence: number };

/** A portal as who sends commands meets it. */
type Portal = {
  readonly administrator: string;
  readonly doors: Doors;
  readonly open: (token: string) => number | null;
  readonly token: (member: string) => Promise<string>;
};

/** Over the member's own socket: the answer stands in the frame right behind the command's effects. Null: it closed first. */
export async function bySocket(portal: Portal, watch: Watch, command: Command, id: string): Promise<Answered | null> {
  const from = watch.socket.packets.length;
  watch.socket.tell('command', { id, ...command });
  type Answering = {
    token: string;
    answers: { id: string; status: string; code?: string; replayed: boolean; result?: object }[];
  };
  const frame = await watch.socket.until(`the answer to ${command.name}`, () =>
    watch.socket.packets
      .slice(from)
      .filter(({ kind, name }) => kind === 'event' && name === 'frame')
      .map(({ body, bytes }) => ({ ...(body as Answering), bytes }))
      .find(({ answers }) => answers.some((one) => one.id === id)),
  );
  const answer = frame?.answers.find((one) => one.id === id);
  if (!frame || !answer) return null;
  const { replayed, result = {}, code = answer.status } = answer;
  const outcome = { code, replayed, result: { ...result }, cursor: null, bytes: '' };
  return { outcome, sequence: portal.open(frame.token) ?? -1 };
}

export async function byHttp(portal: Portal, by: string, command: Command, id: string): Promise<Answered> {
  const outcome = await portal.doors.command(await portal.token(by), command, id);
  return { outcome, sequence: outcome.cursor ? (portal.open(outcome.cursor.token) ?? -1) : -1 };
}

/** A creator who cannot see what he made is not told its id: staff find it by its name. */
export async function idOfMade(portal: Portal, command: Command): Promise<string | undefined> {
  if (command.name !== 'create-record') return undefined;
  const read = await portal.doors.records(await portal.token(portal.administrator), command.input.module);
  const text = Object.values(command.input.fields).find(
    (value) => typeof value === 'string' && canariesIn(value).length > 0,
  );
  return read.rows.find((row) => Object.values(row.fields).includes(text ?? null))?.id;
}
