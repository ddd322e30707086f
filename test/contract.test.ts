import { expect, test } from '@jest/globals';
import { readFileSync } from 'node:fs';
import { contractFile, contractText } from './house/print-contract.ts';

test('[SD19] the contract in the SDK is the one the registry prints: run `npm run contract`', async () => {
  expect(readFileSync(contractFile, 'utf8')).toBe(await contractText());
});
