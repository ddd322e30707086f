/** Prints the sizes STYLE asks for, beside their goals; exits 1 when a maximum is passed. `npm run sizes` */
import { execFileSync } from 'node:child_process';
import { readFileSync } from 'node:fs';
import ts from 'typescript';

const files = execFileSync('git', ['ls-files', '--cached', '--others', '--exclude-standard', '*.ts', '*.tsx'], {
  encoding: 'utf8',
})
  .split('\n')
  .filter((file) => file && !file.endsWith('.d.ts'));
const isTest = (file: string) => /(\.test\.tsx?|\.contract\.ts)$|\/src\/test\/|^test\//.test(file);
const isPrinted = (file: string) => file === 'sdk/src/contract.ts';
const sources = files.filter((file) => !isTest(file) && !isPrinted(file));

const linesOf = (file: string) => readFileSync(file, 'utf8').split('\n').length - 1;
const at = (sorted: readonly number[], share: number) =>
  sorted[Math.min(sorted.length - 1, Math.floor(sorted.length * share))] ?? 0;
const spread = (numbers: number[]) => {
  const sorted = numbers.toSorted((a, b) => a - b);
  return { median: at(sorted, 0.5), p90: at(sorted, 0.9), max: sorted.at(-1) ?? 0 };
};

type Measured = { functions: { name: string; lines: number }[]; any: number; bang: number; as: number; stars: number };

/** Own lines of each function: those of functions inside it are counted there. */
function measure(file: string): Measured {
  const source = ts.createSourceFile(file, readFileSync(file, 'utf8'), ts.ScriptTarget.Latest, true);
  const found: Measured = { functions: [], any: 0, bang: 0, as: 0, stars: 0 };
  const line = (position: number) => source.getLineAndCharacterOfPosition(position).line;
  const visit = (node: ts.Node): number => {
    if (node.kind === ts.SyntaxKind.AnyKeyword) found.any++;
    if (ts.isNonNullExpression(node)) found.bang++;
    if (ts.isAsExpression(node) && node.type.getText(source) !== 'const') found.as++;
    if (ts.isExportDeclaration(node) && !node.exportClause) found.stars++;
    let inner = 0;
    node.forEachChild((child) => void (inner += visit(child)));
    if (!ts.isFunctionLike(node) || !('body' in node) || !node.body) return inner;
    const all = line(node.end) - line(node.getStart(source)) + 1;
    const name = node.name ? node.name.getText(source) : `line ${line(node.getStart(source)) + 1}`;
    found.functions.push({ name: `${file}:${name}`, lines: all - inner });
    return all > 1 ? all : 0;
  };
  visit(source);
  return found;
}

const measured = sources.map(measure);
const functions = measured.flatMap((m) => m.functions);
const total = (pick: (m: Measured) => number) => measured.reduce((n, m) => n + pick(m), 0);
const fileLines = sources.map(linesOf);
const sourceLines = fileLines.reduce((a, b) => a + b, 0);
const testLines = files
  .filter(isTest)
  .map(linesOf)
  .reduce((a, b) => a + b, 0);
const fileSpread = spread(fileLines);
const stepSpread = spread(functions.map((f) => f.lines));
const dependencies = new Set(
  execFileSync('git', ['ls-files', 'libs/*/package.json', 'apps/server/package.json', 'migrations/package.json'], {
    encoding: 'utf8',
  })
    .split('\n')
    .filter(Boolean)
    .flatMap((file) => Object.keys(JSON.parse(readFileSync(file, 'utf8')).dependencies ?? {}))
    .filter((name) => !name.startsWith('@genkan/')),
);

const rows = [
  [
    'small pieces: file lines median / p90 / max',
    `${fileSpread.median} / ${fileSpread.p90} / ${fileSpread.max}`,
    '<= 70 / <= 200 / <= 350',
    fileSpread.max <= 350,
  ],
  [
    'small steps: function lines median / p90 / max',
    `${stepSpread.median} / ${stepSpread.p90} / ${stepSpread.max}`,
    '<= 10 / <= 25 / <= 60',
    stepSpread.max <= 60,
  ],
  ['honest types: any', String(total((m) => m.any)), '0', total((m) => m.any) === 0],
  ['honest types: ! and as', `${total((m) => m.bang)} and ${total((m) => m.as)}`, 'a handful', true],
  ['no barrels: export *', String(total((m) => m.stars)), '0', total((m) => m.stars) === 0],
  [
    'tested: test lines / source lines',
    `${(testLines / sourceLines).toFixed(2)} (${testLines} / ${sourceLines})`,
    '>= 1.3',
    true,
  ],
  ['few friends: runtime dependencies of the server', String(dependencies.size), '<= 45', dependencies.size <= 45],
] as const;

for (const [goal, figure, target, kept] of rows)
  process.stdout.write(`${kept ? '  ' : '! '}${goal.padEnd(50)} ${figure.padEnd(24)} ${target}\n`);
const longest = functions.toSorted((a, b) => b.lines - a.lines).slice(0, 5);
process.stdout.write(`\nlongest functions: ${longest.map((f) => `${f.name} (${f.lines})`).join(', ')}\n`);
const largest = sources.toSorted((a, b) => linesOf(b) - linesOf(a)).slice(0, 5);
process.stdout.write(`largest files: ${largest.map((f) => `${f} (${linesOf(f)})`).join(', ')}\n`);
if (rows.some(([, , , kept]) => !kept)) process.exitCode = 1;
