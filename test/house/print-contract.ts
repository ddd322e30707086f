import { commands } from '@genkan/domain/commands';
import { printContract } from '@genkan/protocol/print-contract';
import { format, resolveConfig } from 'prettier';
import { writeFile } from 'node:fs/promises';

/** Where the SDK keeps its own copy of the words on the wire. */
export const contractFile = new URL('../../sdk/src/contract.ts', import.meta.url);

/** The contract as it is to stand in the SDK, formatted like every other file. */
export async function contractText(): Promise<string> {
  const filepath = contractFile.pathname;
  return format(printContract(commands), { ...(await resolveConfig(filepath)), filepath });
}

if (process.argv[1] === import.meta.filename) await writeFile(contractFile, await contractText());
