import { describe, expect, test } from '@jest/globals';
import { Rejected } from '@genkan/domain/rejected';
import { Limits } from './limits.ts';

/** How many of so many are let through; what is refused is refused as `too-many`. */
async function letThrough(times: number, ask: (at: number) => Promise<void>): Promise<number> {
  const all = await Promise.allSettled(Array.from({ length: times }, (_, at) => ask(at)));
  for (const one of all) if (one.status === 'rejected') expect(one.reason).toMatchObject({ code: 'too-many' });
  expect(all.some((one) => one.status === 'rejected' && !(one.reason instanceof Rejected))).toBe(false);
  return all.filter(({ status }) => status === 'fulfilled').length;
}

describe('limits, unless a setting says otherwise', () => {
  test('[SV43] a member sends a hundred commands a second, two hundred at once; another is not touched', async () => {
    const limits = new Limits();
    expect(await letThrough(300, () => limits.command('portal/ann'))).toBe(200);
    expect(await letThrough(1, () => limits.command('portal/bob'))).toBe(1);
  });

  test('[SV43] [SEC-19] five sign-ins a minute for an account, twenty for an address', async () => {
    const limits = new Limits();
    expect(await letThrough(10, () => limits.signIn('acme/ann@example.com', '203.0.113.1'))).toBe(5);
    expect(await letThrough(30, (at) => limits.signIn(`acme/guess${at}@example.com`, '203.0.113.2'))).toBe(20);
  });
});
