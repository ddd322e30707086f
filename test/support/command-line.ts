import { execFile, execFileSync, spawn } from 'node:child_process';
import { once } from 'node:events';
import { mkdtempSync } from 'node:fs';
import { createInterface } from 'node:readline';
import { tmpdir } from 'node:os';
import { join, resolve } from 'node:path';

const bin = resolve('sdk/dist/cli/genkan.js');

/** Builds the command line as it is published. */
export const buildCommandLine = (): void =>
  void execFileSync('node', ['node_modules/typescript7/bin/tsc', '-b', 'sdk/src/cli']);

export type Ran = { readonly code: number; readonly out: string; readonly err: string };

/** `npx genkan` as somebody runs it, in a folder of his own and with nothing in the environment but what is said. */
export class CommandLine {
  readonly folder = mkdtempSync(join(tmpdir(), 'genkan-line-'));
  readonly #env: Readonly<Record<string, string>>;
  constructor(env: Readonly<Record<string, string>>) {
    this.#env = env;
  }

  run(...line: string[]): Promise<Ran> {
    const env = { PATH: process.env['PATH'] ?? '', ...this.#env };
    return new Promise((done) => {
      const child = execFile(process.execPath, [bin, ...line], { cwd: this.folder, env }, (error, out, err) =>
        done({ code: error ? Number(error.code ?? -1) : 0, out, err }),
      );
      child.stdin?.end();
    });
  }

  /** Starts it and waits for a line that has all of `texts`; `stop` ends it as Ctrl+C does, and gives its exit code. */
  async follow(line: readonly string[], ...texts: string[]) {
    const child = spawn(process.execPath, [bin, ...line], { cwd: this.folder, env: { PATH: '', ...this.#env } });
    const both = [child.stdout, child.stderr].map((input) => createInterface({ input }));
    const seen = (...all: string[]): Promise<string> =>
      new Promise((resolve) => {
        for (const lines of both) lines.on('line', (said) => all.every((text) => said.includes(text)) && resolve(said));
      });
    await seen(...texts);
    return {
      seen,
      async stop(): Promise<number | null> {
        const ended = once(child, 'exit');
        child.kill('SIGINT');
        return (await ended)[0];
      },
    };
  }
}
