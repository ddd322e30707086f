import { writeFileSync } from 'node:fs';
import { relative } from 'node:path';

const everyMinute = 60_000;

/**
 * Ends the run with one plain line, `N passed, N failed, N skipped`, and names every skipped test. While suites run for
 * minutes it names them each minute, so that a wait that never ends is seen where it waits.
 */
export default class ClosingLine {
  #running = new Map();
  #timer = null;

  onRunStart() {
    this.#timer = setInterval(() => this.#say(), everyMinute).unref();
  }

  onTestFileStart(test) {
    this.#running.set(test.path, { since: Date.now(), from: test.context.config.cwd });
  }

  onTestFileResult(test) {
    this.#running.delete(test.path);
  }

  #say() {
    const long = [...this.#running].filter(([, { since }]) => Date.now() - since > everyMinute);
    const names = long.map(
      ([path, { since, from }]) => `${relative(from, path)} (${Math.round((Date.now() - since) / 1000)} s)`,
    );
    if (names.length > 0) process.stdout.write(`still running: ${names.join(', ')}\n`);
  }

  onRunComplete(_contexts, results) {
    clearInterval(this.#timer);
    const skipped = results.testResults.flatMap((file) =>
      file.testResults.filter((one) => one.status === 'pending' || one.status === 'todo').map((one) => one.fullName),
    );
    for (const name of skipped) process.stdout.write(`skipped: ${name}\n`);
    const broken = results.numRuntimeErrorTestSuites;
    const failed = results.numFailedTests + broken;
    const line = `${results.numPassedTests} passed, ${failed} failed, ${skipped.length} skipped`;
    process.stdout.write(`${line}\n`);
    if (process.env.CLOSING_LINE_FILE) writeFileSync(process.env.CLOSING_LINE_FILE, `${line}\n`);
  }
}
