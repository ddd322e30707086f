/** Prints what the SDK exports, entry by entry, as `sdk/api-report.md`: a change of it is seen in review. `npm run api`. */
import { readFileSync, writeFileSync } from 'node:fs';
import { basename, dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import { format, resolveConfig } from 'prettier';
import ts from 'typescript';

const sdk = resolve(dirname(fileURLToPath(import.meta.url)), '../../sdk');
export const apiFile = join(sdk, 'api-report.md');

/** The declarations of every file, as they are published: private members gone, comments left out. */
function declarations(program: ts.Program): ReadonlyMap<string, ts.SourceFile> {
  const files = new Map<string, ts.SourceFile>();
  program.emit(undefined, (name, text) => {
    const source = basename(name).replace(/\.d\.ts$/, '.ts');
    const folder = dirname(name).replace(/\/dist(?=\/|$)/, '/src');
    files.set(join(folder, source), ts.createSourceFile(name, text, ts.ScriptTarget.ES2023, true));
  });
  return files;
}

const printer = ts.createPrinter({ removeComments: true });

/** The statements of a file that declare a name. */
const stating = (file: ts.SourceFile | undefined, name: string): readonly string[] =>
  (file?.statements ?? []).flatMap((statement) => {
    const named = ts.isVariableStatement(statement)
      ? statement.declarationList.declarations.map((each) => each.name.getText())
      : [(statement as ts.DeclarationStatement).name?.getText()];
    return named.includes(name)
      ? [printer.printNode(ts.EmitHint.Unspecified, statement, statement.getSourceFile())]
      : [];
  });

export async function apiText(): Promise<string> {
  const { exports } = JSON.parse(readFileSync(join(sdk, 'package.json'), 'utf8'));
  const read = ts.readConfigFile(join(sdk, 'tsconfig.json'), (path) => readFileSync(path, 'utf8'));
  const { options, fileNames } = ts.parseJsonConfigFileContent(read.config, ts.sys, sdk);
  const { tsBuildInfoFile: _, ...plain } = options;
  const program = ts.createProgram(fileNames, {
    ...plain,
    composite: false,
    incremental: false,
    emitDeclarationOnly: true,
  });
  const checker = program.getTypeChecker();
  const declared = declarations(program);
  const parts: string[] = [];
  for (const [entry, { source }] of Object.entries<{ source: string }>(exports)) {
    const file = program.getSourceFile(join(sdk, source));
    const module = file && checker.getSymbolAtLocation(file);
    if (!module) throw new Error(`The entry ${entry} has no source at ${source}.`);
    const shown = checker.getExportsOfModule(module).map((each) => {
      const symbol = each.flags & ts.SymbolFlags.Alias ? checker.getAliasedSymbol(each) : each;
      const [declaration] = symbol.declarations ?? [];
      return { name: each.name, text: stating(declared.get(declaration?.getSourceFile().fileName ?? ''), symbol.name) };
    });
    shown.sort((a, b) => (a.name < b.name ? -1 : 1));
    const code = shown.map(({ name, text }) => text.join('\n') || `// ${name}`).join('\n\n');
    parts.push(`## \`${join('genkan', entry)}\`\n\n\`\`\`ts\n${code}\n\`\`\`\n`);
  }
  const text = `# What the SDK exports\n\nPrinted by \`npm run api\`. Do not edit.\n\n${parts.join('\n')}`;
  return format(text, { ...(await resolveConfig(apiFile)), parser: 'markdown' });
}

if (process.argv[1] === fileURLToPath(import.meta.url)) writeFileSync(apiFile, await apiText());
