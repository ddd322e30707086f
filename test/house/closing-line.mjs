import { writeFileSync } from 'node:fs';

/** Ends the run with one plain line, `N passed, N failed, N skipped`, and names every skipped test. */
export default class ClosingLine {
  onRunComplete(_contexts, results) {
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
