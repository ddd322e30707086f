import type { Client, Outcome } from 'genkan';
import { keepRecent } from './recent.ts';

/** Sends a command by its name, and keeps that it was sent. The server judges the input. */
export async function run(client: Client, name: string, input: unknown, idempotencyKey: string): Promise<Outcome> {
  const issue: (name: string, input: unknown, options: object) => PromiseLike<Outcome> = (...sent) =>
    Reflect.apply(client.command, client, sent);
  const at = Date.now();
  const outcome = await issue(name, input, { idempotencyKey });
  keepRecent({ key: idempotencyKey, name, input, at, status: outcome.status });
  return outcome;
}
