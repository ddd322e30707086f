/** What was asked for: standard output, so that it can go into a pipe. */
export const say = (line: string): void => void process.stdout.write(`${line}\n`);
/** What is said beside it: standard error. */
export const note = (line: string): void => void process.stderr.write(`${line}\n`);
