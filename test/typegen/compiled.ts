import { dirname, join, resolve } from 'node:path';
import { fileURLToPath } from 'node:url';
import ts from 'typescript';

const root = resolve(dirname(fileURLToPath(import.meta.url)), '../..');
const folder = join(root, 'test/typegen/printed');

const options: ts.CompilerOptions = {
  target: ts.ScriptTarget.ES2023,
  lib: ['lib.es2024.d.ts', 'lib.dom.d.ts'],
  module: ts.ModuleKind.NodeNext,
  moduleDetection: ts.ModuleDetectionKind.Force,
  strict: true,
  noUncheckedIndexedAccess: true,
  exactOptionalPropertyTypes: true,
  skipLibCheck: true,
  noEmit: true,
  types: [],
  allowImportingTsExtensions: true,
  customConditions: ['source'],
};

/** The SDK and the libraries of TypeScript, parsed once for all programs. */
const parsed = new Map<string, ts.SourceFile | undefined>();

/** What TypeScript says of these files (name -> text), all in one program. They stand nowhere: only the compiler sees them. */
export function complaints(files: ReadonlyMap<string, string>): readonly string[] {
  const texts = new Map([...files].map(([name, text]) => [join(folder, name), text]));
  const plain = ts.createCompilerHost(options);
  const host: ts.CompilerHost = {
    ...plain,
    fileExists: (path) => texts.has(path) || plain.fileExists(path),
    readFile: (path) => texts.get(path) ?? plain.readFile(path),
    getSourceFile: (path, ...rest) => {
      const text = texts.get(path);
      if (text !== undefined) return ts.createSourceFile(path, text, rest[0]);
      if (!parsed.has(path)) parsed.set(path, plain.getSourceFile(path, ...rest));
      return parsed.get(path);
    },
    directoryExists: (path) => path === folder || (plain.directoryExists?.(path) ?? false),
    getCurrentDirectory: () => root,
  };
  const program = ts.createProgram([...texts.keys()], options, host);
  return [...texts.keys()].flatMap((path) => {
    const file = program.getSourceFile(path);
    return [...program.getSyntacticDiagnostics(file), ...program.getSemanticDiagnostics(file)].map((each) => {
      const { line } = file!.getLineAndCharacterOfPosition(each.start ?? 0);
      const message = ts.flattenDiagnosticMessageText(each.messageText, ' ').slice(0, 200);
      return `${path.slice(folder.length + 1)}:${line + 1} ${file!.text.split('\n')[line]?.trim()} TS${each.code} ${message} (${file!.text.split('\n')[line + 1]?.trim()})`;
    });
  });
}
