import { protocolVersion } from '../contract.ts';
import { createClient, type Client } from '../create-client.ts';
import type { Status } from '../status.ts';
import { openDoor, type Door } from './door.ts';
import { need, type Given } from './given.ts';
import { say } from './say.ts';

/** What was looked at, and what to do about it; `bad` ends the visit with 1. */
export type Finding = { readonly bad: boolean; readonly sentence: string };
const good = (sentence: string): Finding => ({ bad: false, sentence });
const bad = (sentence: string): Finding => ({ bad: true, sentence });

const whyNot: Readonly<Record<string, string>> = {
  ECONNREFUSED: 'No program listens there. Start the server, or correct the port in --url.',
  ENOTFOUND: 'There is no such host. Correct --url.',
  UND_ERR_CONNECT_TIMEOUT: 'The host does not answer in time. Is a firewall or a VPN between?',
};
function unreachable(error: unknown): string {
  const cause: unknown = error instanceof Error ? error.cause : null;
  const code = String(Object(cause).code ?? '');
  return (
    whyNot[code] ?? `${code || String(error)}. If it is about a certificate: set NODE_EXTRA_CA_CERTS to its authority.`
  );
}

const ready = (status: number): Finding =>
  status === 200
    ? good('The server is ready.')
    : bad('The server runs and is not ready: it starts, ends, or its database is away. Its log says which; try again.');

/** Tokens live by the server's clock: a page whose clock is far off renews them too late. */
export function clock(date: string | null, now: number): Finding {
  const seconds = Math.round((now - Date.parse(date ?? '')) / 1000);
  if (Number.isNaN(seconds)) return bad('The server tells no time. Does a proxy take the header Date away?');
  return Math.abs(seconds) <= 30
    ? good('The clocks agree.')
    : bad(`This machine is ${Math.abs(seconds)} s ${seconds > 0 ? 'ahead of' : 'behind'} the server. Set its clock.`);
}

async function origin(url: string, page: string): Promise<Finding> {
  const asked = { origin: page, 'access-control-request-method': 'POST' };
  const { headers } = await fetch(new URL('/api/sign-in', url), { method: 'OPTIONS', headers: asked });
  return headers.get('access-control-allow-origin') === page
    ? good(`Pages of ${page} are let in.`)
    : bad(
        `Pages of ${page} are not let in. Add it to ALLOWED_ORIGINS of the server, or let the proxy keep the header Origin.`,
      );
}

const settled = (client: Client): Promise<Status> =>
  new Promise((resolve) => {
    const look = (status: Status): void => {
      if (!['connecting', 'catching-up', 'closed'].includes(status.state)) resolve(status);
    };
    client.status.subscribe(look);
    look(client.status.get());
  });

async function live({ url, auth }: Door): Promise<Finding> {
  const client = createClient({ url, auth });
  const { state } = await settled(client);
  const tabs = Object.keys(client.ability.card?.tabs ?? {});
  await client.close();
  switch (state) {
    case 'live':
      return good(
        `The live connection stands, protocol ${protocolVersion}. You reach ${tabs.join(', ') || 'no module yet'}.`,
      );
    case 'incompatible':
      return bad(`The server speaks another protocol than ${protocolVersion}. Install the genkan of its version.`);
    case 'needs-auth':
    case 'revoked':
      return bad('The access token is refused. Sign in again, or take a fresh GENKAN_TOKEN.');
    default:
      return bad('HTTP works and the live connection does not. Let the proxy pass WebSocket (Upgrade) at /socket.io.');
  }
}

async function signedIn(given: Given): Promise<Finding[]> {
  try {
    const door = await openDoor(given);
    return [good('You are signed in.'), await live(door)];
  } catch (error) {
    return [bad(`You are not signed in: ${error instanceof Error ? error.message : String(error)}`)];
  }
}

async function findings(given: Given): Promise<Finding[]> {
  const url = need(given, 'url');
  try {
    const { headers, status } = await fetch(new URL('/health/ready', url));
    const { origin: page } = given.flags;
    const first = [good(`${url} answers.`), ready(status), clock(headers.get('date'), Date.now())];
    return [...first, ...(page === undefined ? [] : [await origin(url, page)]), ...(await signedIn(given))];
  } catch (error) {
    return [bad(`${url} does not answer. ${unreachable(error)}`)];
  }
}

/** Looks at everything between a page and its portal, one sentence each, with what to do. Ends with 1 if something is bad. */
export async function doctor(given: Given): Promise<number> {
  const found = await findings(given);
  for (const { bad: isBad, sentence } of found) say(`${isBad ? 'bad ' : 'good'}  ${sentence}`);
  return found.some((each) => each.bad) ? 1 : 0;
}
