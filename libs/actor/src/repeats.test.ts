import { describe, expect, test } from '@jest/globals';
import { MemoryLog } from '@genkan/log/memory-log';
import {
  admin,
  code,
  commandId,
  deal,
  dealA,
  dealB,
  found,
  node,
  partner,
  sales,
  sequences,
  start,
  update,
} from './test/hall.ts';

describe('repeats', () => {
  test('[AC27] after thirty days a repeat is refused as stale, and decides nothing', async () => {
    const log = new MemoryLog();
    await found(log);
    let now = Date.parse('2026-02-01T00:00:00.000Z');
    const here = node(log, { clock: () => now });
    const of = commandId();
    await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    now += 30 * 86_400_000;
    expect(code(await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of))).toBe('applied');
    now += 1;
    for (const one of [here, node(log, { clock: () => now })])
      expect(code(await one.send(admin, 'update-record', update(dealA, { Amount: 10 }), of))).toBe('stale-command');
    expect(await sequences(log)).toEqual([1, 2]);
  });

  test('[AC27] a repeat whose receipt was emptied is refused as stale whatever its node takes for the time', async () => {
    const { log, here } = await start();
    const [of, young] = [commandId(), commandId()];
    await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    expect(await log.emptyReceipts('2100-01-01T00:00:00.000Z', 1_000)).toBeGreaterThan(0);
    await here.send(admin, 'update-record', update(dealA, { Amount: 20 }), young);
    const again = (id: string, amount: number) =>
      node(log).send(admin, 'update-record', update(dealA, { Amount: amount }), id);
    expect([code(await again(of, 10)), code(await again(of, 11))]).toEqual(['stale-command', 'stale-command']);
    expect(await again(young, 20)).toMatchObject({ status: 'applied', replayed: true });
    expect(await sequences(log)).toEqual([1, 2, 3]);
    expect((await deal(log, dealA))?.fields['Amount']).toBe(20);
  });

  test('[AC5] a command id seen before is answered from its receipt and decides nothing', async () => {
    const { log, here } = await start();
    const of = commandId();
    const first = await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    await here.send(admin, 'update-record', update(dealA, { Amount: 20 }));
    const again = await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    expect(again).toEqual({ ...first, at: 3, replayed: true });
    expect(await sequences(log)).toEqual([1, 2, 3]);
    expect((await deal(log, dealA))?.fields['Amount']).toBe(20);
  });

  test('[AC5] another node, and the same turn, answer a repeat the same', async () => {
    const { log, here } = await start();
    const of = commandId();
    const send = (at: typeof here) => at.send(partner, 'update-record', update(dealA, { Amount: 10 }), of);
    const [first, twin] = await Promise.all([send(here), send(here)]);
    const elsewhere = await send(node(log));
    expect([twin, elsewhere]).toEqual([first, first].map((answer) => ({ ...answer, replayed: true })));
    expect(await sequences(log)).toEqual([1, 2]);
  });

  test('[AC6] the same id with another input, or another command, is refused', async () => {
    const { log, here } = await start();
    const of = commandId();
    await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    const answers = [
      await here.send(admin, 'update-record', update(dealA, { Amount: 11 }), of),
      await node(log).send(admin, 'update-record', update(dealB, { Amount: 10 }), of),
      await here.send(admin, 'create-record', { module: 'Deals', fields: {} }, of),
    ];
    expect(answers.map(code)).toEqual(['key-reused', 'key-reused', 'key-reused']);
  });

  test('[SEC-10] the same id from another member is another command', async () => {
    const { here } = await start();
    const of = commandId();
    await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), of);
    const other = await here.send(sales, 'update-record', update(dealA, { Amount: 11 }), of);
    expect(other).toMatchObject({ status: 'applied', replayed: false });
  });

  test('[AC7] a repeated conflict tells the present value in the present view', async () => {
    const { here } = await start();
    const of = commandId();
    const mine = update(dealA, { Amount: 30 }, { base: { Amount: 9 } });
    expect(await here.send(partner, 'update-record', mine, of)).toMatchObject({
      conflicts: [{ field: 'Amount', theirs: 1 }],
    });
    await here.send(admin, 'update-record', update(dealA, { Amount: 40 }));
    expect(await here.send(partner, 'update-record', mine, of)).toMatchObject({
      code: 'conflict',
      replayed: true,
      conflicts: [{ field: 'Amount', base: 9, mine: 30, theirs: 40 }],
    });
    await here.send(admin, 'update-record', update(dealA, { Amount: 5_000 })); // now beyond the partner's criteria
    expect(await here.send(partner, 'update-record', mine, of)).toMatchObject({ code: 'conflict', conflicts: [] });
  });

  test('[AC7] a repeat by somebody who was deactivated is denied', async () => {
    const { log, here } = await start();
    const of = commandId();
    await here.send(partner, 'update-record', update(dealA, { Amount: 10 }), of);
    await here.send(admin, 'deactivate-member', { member: partner });
    const again = [here, node(log)].map((at) => at.send(partner, 'update-record', update(dealA, { Amount: 10 }), of));
    expect((await Promise.all(again)).map(code)).toEqual(['unauthenticated', 'unauthenticated']);
  });
});
