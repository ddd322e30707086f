const pretty = (input: unknown): string => JSON.stringify(input, null, 2);
/** A text between single quotes, as a POSIX shell takes it. */
const quoted = (text: string): string => `'${text.replaceAll("'", `'\\''`)}'`;

/** The same command through the SDK. */
export const asSdkCall = (name: string, input: unknown, key: string): string =>
  `await client.command('${name}', ${pretty(input)}, { idempotencyKey: '${key}' });`;

/** The same command over HTTP; the token is the reader's own to fill in. */
export const asCurl = (url: string, name: string, input: unknown, key: string): string =>
  [
    `curl -X POST ${quoted(`${url}/api/commands/${name}`)}`,
    `-H "authorization: Bearer $TOKEN"`,
    `-H 'content-type: application/json'`,
    `-H 'idempotency-key: ${key}'`,
    `-d ${quoted(JSON.stringify(input))}`,
  ].join(' \\\n  ');
