import { randomUUID } from 'node:crypto';
import type { Command } from '../../oracle/commands.ts';
import type { WireRow } from '../../oracle/replica.ts';
import type { Place } from './raw-socket.ts';

/** What came back over HTTP, with its bytes for the leak oracle. */
export type Reply = {
  readonly status: number;
  readonly bytes: string;
  readonly body: Record<string, unknown>;
  readonly place: string | null;
};
export type Outcome = {
  /** `applied` or the code of the refusal. */
  readonly code: string;
  readonly replayed: boolean;
  readonly result: Readonly<Record<string, unknown>>;
  readonly cursor: Place | null;
  readonly bytes: string;
};
export type Read = {
  readonly code: string;
  readonly rows: readonly WireRow[];
  readonly bytes: string;
  readonly place: string | null;
};

const headersOf = (token: string): Record<string, string> => ({
  authorization: `Bearer ${token}`,
  'content-type': 'application/json',
});

/** Over HTTP a cursor is one word: ticket and token. */
const placeOf = (cursor: unknown): Place | null => {
  if (typeof cursor !== 'string') return null;
  const [ticket = '', token = ''] = cursor.split('.');
  return { ticket, token };
};

/**
 * A kept-alive connection that the server gave up, unused for seconds while this process was busy judging. All that is
 * asked here may be asked again: reads, and commands with their ids (I8).
 */
const wasClosed = (error: unknown): boolean => {
  const cause = error instanceof Error ? (error.cause as { code?: string } | undefined) : undefined;
  return cause?.code === 'UND_ERR_SOCKET' || cause?.code === 'ECONNRESET';
};

/** The HTTP door, and nothing but fetch before it. */
export class Doors {
  readonly url: string;
  constructor(url: string) {
    this.url = url;
  }

  async call(
    method: string,
    path: string,
    token: string,
    body?: unknown,
    more: Record<string, string> = {},
  ): Promise<Reply> {
    const asked = (): Promise<Response> =>
      fetch(`${this.url}${path}`, {
        method,
        headers: { ...headersOf(token), ...more },
        ...(body === undefined ? {} : { body: typeof body === 'string' ? body : JSON.stringify(body) }),
      });
    const response = await asked().catch((error: unknown) => (wasClosed(error) ? asked() : Promise.reject(error)));
    const bytes = await response.text();
    const parsed = bytes === '' ? {} : (JSON.parse(bytes) as Record<string, unknown>);
    return {
      status: response.status,
      bytes,
      body: parsed,
      place: placeOf(response.headers.get('genkan-cursor'))?.token ?? null,
    };
  }

  /** One command. The id is the sender's: the same id again is the same command. */
  async command(
    token: string,
    { name, input }: Pick<Command, 'name'> & { input: unknown },
    id: string = randomUUID(),
  ): Promise<Outcome> {
    const { status, body, bytes } = await this.call('POST', `/api/commands/${name}`, token, input, {
      'idempotency-key': id,
    });
    if (status >= 500) throw new Error(`${name} was answered ${status}: ${bytes}`);
    const applied = status === 200;
    return {
      code: applied ? String(body['status']) : String(body['code']),
      replayed: body['replayed'] === true,
      result: (body['result'] ?? {}) as Record<string, unknown>,
      cursor: placeOf(body['cursor']),
      bytes,
    };
  }

  /** All pages of a module, `limit` rows at a time. */
  async records(token: string, module: string, limit = 200): Promise<Read> {
    const rows: WireRow[] = [];
    let [all, place, cursor]: [string, string | null, string | null] = ['', null, null];
    do {
      const asked = new URLSearchParams({ limit: String(limit), ...(cursor === null ? {} : { cursor }) });
      const reply: Reply = await this.call('GET', `/api/records/${module}?${asked.toString()}`, token);
      all += reply.bytes;
      if (reply.status !== 200) return { code: String(reply.body['code']), rows: [], bytes: all, place: reply.place };
      rows.push(...(reply.body['rows'] as WireRow[]));
      place ??= reply.place;
      cursor = reply.body['next'] as string | null;
    } while (cursor !== null);
    return { code: 'answered', rows, bytes: all, place };
  }
}
