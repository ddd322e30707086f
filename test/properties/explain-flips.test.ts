import { afterAll, beforeAll, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { Atom } from '@genkan/access/explain/atom';
import { after } from '@genkan/access/explain/situation';
import type { Member } from '@genkan/domain/members';
import type { RecordState } from '@genkan/domain/records';
import { asked } from '../support/asking.ts';
import { startServer, type Loose, type TestServer } from '../support/server.ts';
import { of, smallPortal, step, take, type Small } from './small-portal.ts';

let server: TestServer;
beforeAll(async () => {
  server = await startServer();
});
afterAll(() => server.close());

const question = fc.record({
  deal: fc.nat(3),
  who: fc.nat(1),
  field: fc.constantFrom('Name', 'Stage', 'Amount', 'Account'),
});

/** Whether the member sees that field, asked as him. */
async function sees({ id }: Small, member: string, deal: string, field: string): Promise<boolean> {
  const view = await asked(server, id, member, 'record', { module: 'Deals', id: deal }).catch(() => ({
    code: 'ended',
  }));
  return !('code' in view) && field in view.fields;
}

/** Takes the steps by the commands somebody would give: all that concern one user type are one setup. */
async function apply({ id, act }: Small, atoms: readonly Atom[]): Promise<void> {
  const { portal } = (await server.house.log.settings(id))!;
  const nobody = { known: null, member: null, record: null } as unknown as {
    member: Member;
    record: RecordState;
    known: never;
  };
  const setups = atoms.filter((one) => !['set-lookup', 'activate', 'move-type'].includes(one.atom));
  const wanted = setups.reduce(after, { portal, ...nobody }).portal;
  for (const [userType, { tabs }] of Object.entries(wanted.userTypes))
    if (tabs !== portal.userTypes[userType]!.tabs) await act('configure-user-type', { userType, tabs });
  for (const one of atoms) {
    if (one.atom === 'set-lookup')
      await act('update-record', { module: one.module, id: one.id, set: { [one.field]: one.value } });
    if (one.atom === 'activate') await act('reactivate-member', { member: one.member });
    if (one.atom === 'move-type') await act('move-member', { member: one.member, userType: one.userType });
  }
}

test('[G-42] what explain names, given as commands to the real server, opens the field to the member, and not before the last of it', async () => {
  let [nth, flipped] = [0, 0];
  const sizes = new Set<number>();
  await fc.assert(
    fc.asyncProperty(
      fc.array(step, { minLength: 3, maxLength: 10 }),
      fc.array(question, { minLength: 1, maxLength: 4 }),
      async (steps, questions) => {
        const small = await smallPortal(server, `flips-${++nth}`);
        for (const one of steps) await take(small, one);
        for (const { deal: n, who, field } of questions) {
          const [deal, member] = [of(small.deals, n), of(small.members, who)];
          const input = { module: 'Deals', id: deal, member, field };
          const told: Loose = await asked(server, small.id, small.administrator, 'explain', input);
          expect(told.allowed).toBe(await sees(small, member, deal, field));
          if (told.allowed || told.rule === 'deleted') continue;
          const change: Atom[] = told.change;
          const parts = change.length > 1 ? [change.slice(0, -1), change.slice(-1)] : [change];
          for (const part of parts) {
            expect(await sees(small, member, deal, field)).toBe(false);
            await apply(small, part);
          }
          expect(await sees(small, member, deal, field)).toBe(true);
          flipped += 1;
          sizes.add(change.length);
        }
      },
    ),
    { numRuns: Number(process.env['GENKAN_FLIPS'] ?? 40) },
  );
  expect(flipped).toBeGreaterThan(20);
  expect(sizes.size).toBeGreaterThan(1);
}, 600_000);
