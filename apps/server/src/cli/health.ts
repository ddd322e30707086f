import { readConfig } from '../configuration/config.ts';

/** For the container: ends with 0 when the server of this configuration is ready, with 1 otherwise. */
const { PORT } = readConfig();
const isReady = await fetch(`http://127.0.0.1:${PORT}/health/ready`).then(
  ({ ok }) => ok,
  () => false,
);
process.exitCode = isReady ? 0 : 1;
