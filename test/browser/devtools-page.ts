/** A page with a client and its panel; the test outside hands in where to go and who comes. */
import { createClient } from 'genkan';
import { mountDevtools } from 'genkan/devtools';

Object.assign(globalThis, {
  begin(url: string, access: string): void {
    const client = createClient({ url, auth: async () => access });
    client.live('Deals');
    Object.assign(globalThis, { client, panel: mountDevtools(client) });
  },
});
