/** The parts of docs/ that are printed from the code, so that they cannot grow old: `npm run docs` writes them. */
import { readFileSync } from 'node:fs';
import { format, resolveConfig } from 'prettier';
import { rejections } from '@genkan/domain/rejected';
import { Metrics } from '@genkan/server/operating/metrics';
import { environment, settings } from '@genkan/server/configuration/settings';
import { traceEvents } from '@genkan/server/operating/trace-events';

const root = new URL('../../', import.meta.url);
const fileOf = (name: string): URL => new URL(name, root);

const table = (head: readonly string[], rows: readonly (readonly string[])[]): string =>
  [head, head.map(() => '---'), ...rows]
    .map((cells) => `| ${cells.map((one) => one.replaceAll('|', '\\|')).join(' | ')} |`)
    .join('\n');

const errorsHead = `# Errors

Printed from \`libs/domain/src/rejected.ts\` by \`npm run docs\`: every refusal has one of these codes, on every door.

Over HTTP a refusal is \`application/problem+json\`: \`{code, message, issues, conflicts?, id}\` with the status below. Over the socket a
command's refusal stands among the \`answers\` of a frame with \`status: "rejected"\`; any other message is acknowledged with
\`{problem: {code, message, issues, id}}\`, and a handshake fails with \`{code, message, retryAfterMs, needs?}\` as \`data\` of the
\`connect_error\`. \`issues\` are \`{path, message}\` and name fields or places of the input, never a stored value. \`id\` is what to quote to
the operator. What you may not see does not exist: a hidden thing is answered like one that never was.

"Stays behind": an \`entry\` of the portal's log (somebody tried what he may not), a \`receipt\` (the same command id is answered
the same again), or \`nothing\` (the command id may be used again).
`;

export function errorsPage(): string {
  const rows = Object.entries(rejections).map(([code, { status, trace, message }]) => [
    `\`${code}\``,
    String(status),
    trace,
    message,
  ]);
  return `${errorsHead}\n${table(['code', 'HTTP', 'stays behind', 'what it says'], rows)}\n`;
}

function settingsTable(): string {
  const defaults: Readonly<Record<string, unknown>> = environment.parse({});
  const rows = Object.entries(settings).map(([name, { means, must, ...rest }]) => {
    const byDefault = 'byDefault' in rest ? rest.byDefault : undefined;
    return [`\`${name}\``, byDefault ?? `\`${String(defaults[name])}\``, means, `must ${must}`];
  });
  return table(['setting', 'default', 'what it is for', 'its value'], rows);
}

async function metricsTable(): Promise<string> {
  const metrics = new Metrics();
  const nothing = { log: { heads: () => Promise.resolve(new Map()) }, tails: () => [] };
  metrics.watch({ flow: { deliveries: 0 }, sockets: () => ({ sessions: 0, bytesWaiting: 0 }), ...nothing });
  const { body } = await metrics.text();
  const help = new Map([...body.matchAll(/^# HELP (\S+) (.*)$/gm)].map(([, name = '', says = '']) => [name, says]));
  const kinds = [...body.matchAll(/^# TYPE (\S+) (\S+)$/gm)];
  return table(
    ['name', 'kind', 'what it is'],
    kinds.map(([, name = '', kind = '']) => [`\`${name}\``, kind, help.get(name) ?? '']),
  );
}

const eventsTable = (): string =>
  table(
    ['event', 'what it means'],
    Object.entries(traceEvents).map(([name, means]) => [`\`${name}\``, means]),
  );

/** The page with its printed tables put in anew, between `<!-- printed: name -->` and `<!-- end -->`. */
async function operatorsPage(): Promise<string> {
  const printed: Readonly<Record<string, string>> = {
    settings: settingsTable(),
    metrics: await metricsTable(),
    events: eventsTable(),
  };
  return readFileSync(fileOf('docs/OPERATORS.md'), 'utf8').replace(
    /(<!-- printed: (\w+) -->\n)[\s\S]*?(\n<!-- end -->)/g,
    (_, begin: string, name: string, end: string) => `${begin}\n${printed[name] ?? ''}\n${end}`,
  );
}

/** The pages as they should stand, by name. */
export async function printedDocs(): Promise<ReadonlyMap<string, string>> {
  const pages = [
    ['docs/ERRORS.md', errorsPage()],
    ['docs/OPERATORS.md', await operatorsPage()],
  ] as const;
  const style = await resolveConfig(fileOf('package.json'));
  const formatted = pages.map(
    async ([name, text]) => [name, await format(text, { ...style, parser: 'markdown' })] as const,
  );
  return new Map(await Promise.all(formatted));
}
