import { createClient, type Client } from '../create-client.ts';
import type { LogEvent } from '../event-log.ts';
import type { Door } from './door.ts';
import type { Given } from './given.ts';
import { say } from './say.ts';

const arrows = { in: '<', out: '>', local: '.' } as const;

/** `12:00:01.234 < frame 120 B {...}`: one thing that happened, on one line. */
export function lineOf({ t, dir, kind, bytes, detail }: LogEvent): string {
  const at = new Date(t).toISOString().slice(11, 23);
  const size = bytes === undefined ? '' : ` ${bytes} B`;
  return `${at} ${arrows[dir]} ${kind}${size} ${JSON.stringify(detail)}`;
}

/** Follows the modules named, or all that this member reaches as soon as it is known which. */
function follow(client: Client, named: readonly string[] | undefined): void {
  const open = new Set<string>();
  const take = (): void => {
    for (const module of named ?? Object.keys(client.ability.card?.tabs ?? {})) {
      if (!open.has(module)) client.live(module);
      open.add(module);
    }
  };
  client.ability.onChange(take);
  if (named) take();
}

/** Everything in, out and local of one live connection, line by line, until it is over or Ctrl+C ends it. */
export async function tail({ url, auth }: Door, { flags: { module } }: Given): Promise<number> {
  const client = createClient({ url, auth });
  const over = new Promise<number>((done) => {
    process.once('SIGINT', () => done(0));
    process.once('SIGTERM', () => done(0));
    client.status.subscribe(({ state }) => {
      if (state === 'revoked' || state === 'needs-auth' || state === 'incompatible') done(1);
    });
  });
  void (async () => {
    for await (const event of client.events) say(lineOf(event));
  })();
  follow(client, module);
  const code = await over;
  say(`ended: ${JSON.stringify(client.status.get())}`);
  await client.close();
  return code;
}
