import { describe, expect, test } from '@jest/globals';
import { execFileSync } from 'node:child_process';
import fc from 'fast-check';
import type { TabCard } from 'genkan';
import { asCurl, asSdkCall } from './commands/as-code.ts';
import { filtersOf, filterText, readRecordsSearch } from './records/records-search.ts';
import { waysOf, whereOf } from './records/where-of.ts';

const field = (type: string, more: object = {}) => ({ label: type, type, required: false, ...more });
const tab: TabCard = {
  label: 'Deals',
  view: 'list',
  layouts: { Standard: ['Name', 'Stage', 'Amount'] },
  fields: { Name: field('text'), Stage: field('choice', { choices: ['Won'] }), Amount: field('money') },
  create: null,
  rights: [],
};

describe('a command as code', () => {
  test('[OC3] a shell hands curl the input as it was written, whatever is in it', () => {
    fc.assert(
      fc.property(fc.string({ unit: 'grapheme' }), (text) => {
        fc.pre(!text.includes('\u0000'));
        const input = { name: text };
        const line = asCurl('http://127.0.0.1:1', 'create-record', input, 'key').replace(/^curl/, 'printf "%s\\0"');
        const words = execFileSync('sh', ['-c', line], { encoding: 'utf8', env: { TOKEN: 'secret' } }).split('\0');
        expect(JSON.parse(words.at(-2) ?? '')).toEqual(input);
        expect(words).toContain('authorization: Bearer secret');
        expect(words).toContain('idempotency-key: key');
      }),
      { numRuns: 25 },
    );
  });

  test('[OC3] the call of the SDK names the command, the input and the key', () => {
    const call = asSdkCall('end-sessions', { member: 'm' }, 'k');
    expect(call.replace(/\s+/g, ' ')).toBe(
      `await client.command('end-sessions', { "member": "m" }, { idempotencyKey: 'k' });`,
    );
  });
});

describe('filters of a list', () => {
  test('[OC4] stand in the address and come back from it', () => {
    const filters = [{ field: 'Name', by: 'starts', value: 'a:b' } as const];
    const search = readRecordsSearch({ filter: [...filters.map(filterText), 'Name:nonsense:1', 7], open: 'x' });
    expect(filtersOf(search)).toEqual(filters);
    expect(search.open).toBe('x');
    expect(readRecordsSearch({ filter: 'no list' })).toEqual({});
  });

  test('[OC4] ask what a list of any size can be asked, and nothing of what is no field', () => {
    const where = whereOf(tab, [
      { field: 'Stage', by: 'is', value: 'Won' },
      { field: 'Amount', by: 'from', value: '１００' },
      { field: 'Amount', by: 'to', value: '200' },
      { field: 'Name', by: 'starts', value: 'Pu' },
      { field: 'Nothing', by: 'is', value: '1' },
    ]);
    expect(where).toMatchObject({ Stage: 'Won', Amount: { gte: 100, lte: 200 }, Name: { gte: 'Pu' } });
    expect(Object.keys(where)).toEqual(['Stage', 'Amount', 'Name']);
    expect(whereOf(tab, [{ field: 'Amount', by: 'from', value: 'much' }])).toEqual({});
    expect(['choice', 'money', 'text', 'multi-choice'].map((type) => waysOf(type)[0])).toEqual([
      'is',
      'from',
      'starts',
      undefined,
    ]);
  });
});
