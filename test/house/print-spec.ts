/** Prints every requirement with the tests that cite it; exits 1 when one in scope is asked of no real server. `npm run spec` */
import { isUntested, requirements, type Requirement } from './requirements.ts';

const files = (found: Requirement['cited']): string =>
  [...Map.groupBy(found, ({ file }) => file)].map(([file, { length }]) => `${file} (${length})`).join(', ');

function row({ rule, says, out, cited, served }: Requirement): string {
  if (out !== null) return `- ${rule.padEnd(7)} ${says}\n          out: ${out}\n`;
  const beside = cited.filter((one) => !served.includes(one));
  const server = served.length > 0 ? `server: ${files(served)}` : 'server: NONE';
  const also = beside.length > 0 ? `\n          also: ${files(beside)}` : '';
  return `${served.length > 0 ? ' ' : '!'} ${rule.padEnd(7)} ${says}\n          ${server}${also}\n`;
}

const all = requirements();
const untested = all.filter(isUntested);
const out = all.filter((one) => one.out !== null);
for (const one of all) process.stdout.write(row(one));
process.stdout.write(
  `\n${all.length} requirements: ${all.length - out.length - untested.length} tested through the real server, ` +
    `${untested.length} not, ${out.length} out of scope (${out.map(({ rule }) => rule).join(' ')})\n`,
);
if (untested.length > 0) {
  process.stdout.write(`Without such a test: ${untested.map(({ rule }) => rule).join(' ')}\n`);
  process.exitCode = 1;
}
