import { afterAll, beforeAll, describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import type { PortalLog } from '@genkan/log/portal-log';
import { freshDatabases } from '@genkan/log/test/databases';
import { reKey } from './rekey-job.ts';
import { admin, agentA, anna, ben, code, commandId, created, dealA, found, id, node, record } from './test/hall.ts';
import { history, interleave } from './test/interleave.ts';

for (const { name, make } of await freshDatabases()) {
  describe(`the actor on ${name}`, () => {
    let open: () => PortalLog;
    let close: () => Promise<void>;
    let portals = 0;
    const another = async (log: PortalLog): Promise<string> => {
      const of = id(500_000 + (portals += 1));
      await found(log, of);
      return of;
    };
    beforeAll(async () => {
      const made = await make();
      open = () => made.open();
      close = () => made.close();
    }, 60_000);
    afterAll(() => close(), 60_000);

    test('[I1] [I4] [I8] two nodes: no hole, one effect a command, in real-time order', async () => {
      await fc.assert(
        fc.asyncProperty(history, async (plan) => {
          const logs = [open(), open()] as const;
          await interleave(logs, await another(logs[0]), plan);
        }),
        { numRuns: 15 },
      );
    }, 120_000);

    test('[AC21] [I8] a portal is founded once, whoever asks how often', async () => {
      const of = commandId();
      const input = { company: name, plan: 'whole', administrator: { email: 'first@example.com', name: 'First' } };
      const answers = await Promise.all([1, 2, 3].map(() => node(open()).send(null, 'create-portal', input, of)));
      expect(answers.map(code)).toEqual(['applied', 'applied', 'applied']);
      expect(
        new Set(answers.map((answer) => (answer.status === 'applied' ? answer.result['portal'] : ''))),
      ).toHaveProperty('size', 1);
      expect(code(await node(open()).send(null, 'create-portal', input))).toBe('name-taken');
    }, 60_000);

    test('[AC9] [AC25] keys follow a moved lookup, in the same entry or by the job', async () => {
      const log = open();
      const of = await another(log);
      const here = node(log);
      const many = Array.from({ length: 1_100 }, (_, n) => id(20_000 + n));
      const keys = [`Agent.Manager:${anna}`, `Agent:${agentA}`];
      const changes = many.map((one) =>
        created(record('Deals', one, { Name: 'Deal', Amount: 1, Agent: agentA }, keys)),
      );
      const entry = {
        portal: of,
        sequence: 2,
        command: 'import-records',
        commandId: commandId(),
        member: null,
        outcome: 'applied',
        changes,
      } as const;
      await log.append({ portal: of, head: 1, entries: [{ ...entry, at: '2026-01-01T00:00:00.000Z' }], receipts: [] });
      const move = { module: 'Agents', id: agentA, set: { Manager: ben } };
      expect(code(await here.send(admin, 'update-record', move, commandId(), of))).toBe('applied');
      await reKey(of, { log, run: (command, input) => here.send(null, command, input, commandId(), of) });
      const asked = [dealA, ...many].map((one) => ({ ask: 'record', module: 'Deals', id: one }) as const);
      const { known } = await log.gather(of, asked);
      const held = asked.map(({ id: one }) => known.record('Deals', one)?.keys.join(' '));
      expect(new Set(held)).toEqual(new Set([`Agent.Manager:${ben} Agent:${agentA}`]));
      expect((await log.settings(of))?.portal.suspensions).toEqual({});
    }, 120_000);
  });
}
