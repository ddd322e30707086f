import type { Ability } from './ability.ts';
import type { Connection } from './connection.ts';
import type { Replica } from './replica.ts';
import { Subscriptions } from './subscriptions.ts';
import { problemIn } from './wire-answer.ts';
import type { Answered } from './wire.ts';

export type Line = {
  readonly ability: Ability;
  readonly replica: Replica;
  readonly connection: Pick<Connection, 'send'>;
  send(event: string, message: object, answered?: Answered): boolean;
};

/** Subscriptions as they are said to the server; `refused`: it does not send the module. Pages are not asked for here. */
export const subscriptionsOn = (line: Line, refused: (module: string, code: string) => void): Subscriptions =>
  new Subscriptions({
    exists: (module) => line.ability.tab(module) !== null && !line.replica.store.partial(module),
    subscribe: (module, no) => {
      const sent = line.send('subscribe', { module }, (answer) => {
        const problem = problemIn(answer);
        if (problem === null) return;
        no();
        refused(module, problem.code);
      });
      if (sent) line.replica.expect(module);
      return sent;
    },
    unsubscribe: (module, left) => {
      const sent = line.send('unsubscribe', { module });
      if (sent) line.connection.send('caught-up', {}, left);
      return sent;
    },
  });
