import { describe, expect, test } from '@jest/globals';
import { MemoryLog } from '@genkan/log/memory-log';
import {
  admin,
  agentA,
  agentB,
  anna,
  ben,
  closedType,
  code,
  commandId,
  deal,
  dealA,
  dealB,
  dealC,
  found,
  id,
  node,
  partner,
  portal,
  rival,
  sales,
  sequences,
  start,
  update,
} from './test/hall.ts';

describe('one at a time', () => {
  test('[AC1] what waits together is stored together, in the order it was sent, one entry a command', async () => {
    const { log, here } = await start();
    const appended: number[] = [];
    const append = log.append.bind(log);
    log.append = (turn) => (appended.push(turn.entries.length), append(turn));
    const answers = await Promise.all(
      [10, 20, 30].map((Amount) => here.send(admin, 'update-record', update(dealA, { Amount }))),
    );
    expect(answers.map((answer) => answer.sequence)).toEqual([2, 3, 4]);
    expect(appended).toEqual([3]);
    expect((await deal(log, dealA))?.fields['Amount']).toBe(30);
  });

  test('[AC2] a command is decided on what the ones before it in the same turn left', async () => {
    const { here } = await start();
    const base = { base: { Amount: 1 } };
    const [first, second] = await Promise.all([
      here.send(admin, 'update-record', update(dealA, { Amount: 10 }, base)),
      here.send(sales, 'update-record', update(dealA, { Amount: 20 }, base)),
    ]);
    expect([first, second].map(code)).toEqual(['applied', 'conflict']);
    expect(second).toMatchObject({ conflicts: [{ field: 'Amount', base: 1, mine: 20, theirs: 10 }] });
  });

  test('[AC3] two portals are decided at once: one that waits for its commit does not keep the other waiting', async () => {
    const log = new MemoryLog();
    const other = id(3);
    await found(log);
    await found(log, other);
    let free: () => void = () => undefined;
    const gate = new Promise<void>((open) => (free = open));
    const append = log.append.bind(log);
    log.append = async (turn) => (turn.portal === portal && (await gate), append(turn));
    const here = node(log);
    const slow = here.send(admin, 'update-record', update(dealA, { Amount: 5 }));
    const quick = await here.send(admin, 'update-record', update(dealA, { Amount: 6 }), commandId(), other);
    expect(code(quick)).toBe('applied');
    expect(await log.head(portal)).toBe(1);
    free();
    expect(code(await slow)).toBe('applied');
  });

  test('[law 3] no answer before its commit', async () => {
    const { log, here } = await start();
    const append = log.append.bind(log);
    let committed = false;
    log.append = async (turn) => {
      await new Promise((resume) => setImmediate(resume));
      const appended = await append(turn);
      committed = true;
      return appended;
    };
    await here.send(admin, 'update-record', update(dealA, { Amount: 5 }));
    expect(committed).toBe(true);
    expect(here.committed.map((entry) => entry.sequence)).toEqual([2]);
  });

  test('[I4] what is sent after an answer comes after it in the log', async () => {
    const { here } = await start();
    const first = await here.send(admin, 'update-record', update(dealA, { Amount: 5 }));
    const second = await here.send(partner, 'update-record', update(dealC, { Amount: 6 }));
    expect(second.sequence ?? 0).toBeGreaterThan(first.sequence ?? 0);
  });

  test('[AC4] a command that changes nothing leaves a receipt and no entry', async () => {
    const { log, here } = await start();
    const of = commandId();
    const answer = await here.send(admin, 'update-record', update(dealA, { Amount: 1 }), of);
    expect(answer).toMatchObject({ status: 'applied', sequence: null });
    expect(await sequences(log)).toEqual([1]);
    expect(await log.receipts(portal, [{ member: admin, commandId: of }])).toMatchObject([
      { outcome: 'applied', sequence: null },
    ]);
  });

  test('[AC4] [I5] what nothing had to be changed for tells the entry it was decided after, whoever wrote that', async () => {
    const { log, here } = await start();
    const other = node(log);
    const { sequence } = await other.send(admin, 'update-record', update(dealA, { Amount: 5 }));
    const answer = await here.send(admin, 'update-record', update(dealA, { Amount: 5 }));
    expect(answer).toMatchObject({ status: 'applied', sequence: null, at: sequence });
  });

  test('[AC22] a turn decides for 20 ms at most and the rest comes next', async () => {
    const log = new MemoryLog();
    await found(log);
    const turns: number[] = [];
    const append = log.append.bind(log);
    log.append = (turn) => (turns.push(turn.entries.length), append(turn));
    let now = 0;
    const here = node(log, { elapsed: () => (now += 8) });
    const amounts = [11, 12, 13, 14, 15, 16, 17];
    await Promise.all(amounts.map((Amount) => here.send(admin, 'update-record', update(dealA, { Amount }))));
    expect(turns.length).toBeGreaterThan(1);
    expect(turns.reduce((sum, n) => sum + n, 0)).toBe(7);
    expect((await deal(log, dealA))?.fields['Amount']).toBe(17);
  });

  test('[AC23] entry times never go back', async () => {
    const { log } = await start();
    const times = [500, 100, 900].map((ms) => Date.parse('2026-03-01T00:00:00.000Z') + ms);
    for (const [turn, time] of times.entries()) {
      const here = node(log, { clock: () => time });
      await here.send(admin, 'update-record', update(dealA, { Amount: 100 + turn }));
    }
    const written = (await log.entries(portal, 1, 10)).map((entry) => entry.at.slice(20));
    expect(written).toEqual(['500Z', '500Z', '900Z']);
  });
});

describe('rights at the moment of deciding', () => {
  test('[AU4] a member whose type changed while the command waited is judged by the new type', async () => {
    const { here } = await start();
    const [moved, update1] = await Promise.all([
      here.send(admin, 'move-member', { member: partner, userType: closedType }),
      here.send(partner, 'update-record', update(dealA, { Amount: 10 })),
    ]);
    expect([moved, update1].map(code)).toEqual(['applied', 'not-found']);
  });

  test('[AU4] also when another node moved him', async () => {
    const { log, here } = await start();
    await here.send(partner, 'update-record', update(dealA, { Amount: 10 }));
    await node(log).send(admin, 'move-member', { member: partner, userType: closedType });
    const answer = await here.send(partner, 'update-record', update(dealA, { Amount: 11 }));
    expect(code(answer)).toBe('not-found');
    expect((await deal(log, dealA))?.fields['Amount']).toBe(10);
  });

  test('[law 9] an answer that stores nothing is judged by the newest rights too', async () => {
    const { log, here } = await start();
    const of = commandId();
    const mine = update(dealA, { Amount: 30 }, { base: { Amount: 9 } });
    await here.send(partner, 'update-record', mine, of);
    await node(log).send(admin, 'move-member', { member: partner, userType: closedType });
    expect(await here.send(partner, 'update-record', mine, of)).toMatchObject({ code: 'conflict', conflicts: [] });
  });

  test('[AC8] a new record is named only to somebody who may see it once it stands', async () => {
    const { here } = await start();
    const create = (fields: object) => here.send(partner, 'create-record', { module: 'Deals', fields });
    const seen = await create({ Name: 'Mine', Amount: 5, Agent: agentA });
    const unseen = await create({ Name: 'Large', Amount: 5_000, Agent: agentA });
    expect(seen).toMatchObject({ status: 'applied', result: { id: expect.any(String) } });
    expect(unseen.status === 'applied' && 'id' in unseen.result).toBe(false);
  });

  test('[AC8] a repeat names it by the rights of that moment', async () => {
    const { here } = await start();
    const of = commandId();
    const input = { module: 'Deals', fields: { Name: 'Mine', Amount: 5, Agent: agentA } };
    const first = await here.send(partner, 'create-record', input, of);
    const made = first.status === 'applied' ? String(first.result['id']) : '';
    await here.send(admin, 'update-record', update(made, { Amount: 5_000 }));
    const again = await here.send(partner, 'create-record', input, of);
    expect(again.status === 'applied' && 'id' in again.result).toBe(false);
  });

  test('[R-2] a refusal for lack of right is an entry without changes, one as invalid a receipt only', async () => {
    const { log, here } = await start();
    const hidden = await here.send(partner, 'update-record', update(dealB, { Amount: 10 }));
    const invalid = await here.send(partner, 'update-record', update(dealA, { Amount: 'many' }));
    const unread = await here.send(partner, 'update-record', { nothing: 'right' });
    expect([hidden, invalid, unread].map(code)).toEqual(['not-found', 'invalid', 'invalid']);
    expect([hidden, invalid, unread].map((answer) => answer.sequence)).toEqual([2, null, null]);
    expect(await log.entries(portal, 1, 10)).toMatchObject([{ outcome: 'not-found', member: partner, changes: [] }]);
  });

  test('[AC17] a member who is refused without end fills no log', async () => {
    const { log, here } = await start();
    const asked = Array.from({ length: 60 }, () => here.send(partner, 'update-record', update(dealB, { Amount: 10 })));
    expect(new Set((await Promise.all(asked)).map(code))).toEqual(new Set(['not-found']));
    const outcomes = (await log.entries(portal, 1, 100)).map((entry) => entry.outcome);
    expect(outcomes).toEqual([...Array.from({ length: 20 }, () => 'not-found'), 'too-many']);
  });

  test('[SEC-9] nobody who is not a member, and no portal that is not there, is told anything', async () => {
    const { here } = await start();
    const stranger = await here.send(id(99), 'update-record', update(dealA, { Amount: 10 }));
    const nowhere = await here.send(admin, 'update-record', update(dealA, { Amount: 10 }), commandId(), id(4));
    expect([stranger, nowhere].map(code)).toEqual(['unauthenticated', 'not-found']);
    expect(await here.send(admin, 'no-such-command', {})).toMatchObject({ code: 'unknown-command' });
  });
});

describe('keys', () => {
  test('[AC9] moving a lookup in the middle of a path re-keys what lies behind it in the same entry', async () => {
    const { log, here } = await start();
    const manager = { module: 'Agents', id: agentA, set: { Manager: ben } };
    const moved = await here.send(admin, 'update-record', manager);
    const [entry] = await log.entries(portal, (moved.sequence ?? 0) - 1, 1);
    const rows = entry?.changes.map((change) => (change.kind === 'record' ? change.after?.id : null)).sort();
    expect(rows).toEqual([agentA, dealA, dealC].sort());
    expect((await deal(log, dealC))?.keys).toEqual([`Agent.Manager:${ben}`, `Agent:${agentA}`].sort());
    const [lost, won] = await Promise.all([
      here.send(partner, 'update-record', update(dealA, { Amount: 10 })),
      here.send(rival, 'update-record', update(dealA, { Amount: 11 })),
    ]);
    expect([lost, won].map(code)).toEqual(['not-found', 'applied']);
  });

  test('[AC9] a record moved earlier in the same turn is re-keyed where it is now', async () => {
    const { log, here } = await start();
    await Promise.all([
      here.send(admin, 'update-record', update(dealB, { Agent: agentA })),
      here.send(admin, 'update-record', update(dealC, { Agent: agentB })),
      here.send(admin, 'update-record', { module: 'Agents', id: agentA, set: { Manager: ben } }),
    ]);
    const keys = async (of: string) => (await deal(log, of))?.keys;
    expect(await keys(dealA)).toEqual([`Agent.Manager:${ben}`, `Agent:${agentA}`].sort());
    expect(await keys(dealB)).toEqual([`Agent.Manager:${ben}`, `Agent:${agentA}`].sort());
    expect(await keys(dealC)).toEqual([`Agent.Manager:${ben}`, `Agent:${agentB}`].sort());
  });

  test('[AC9] deleting what a lookup leads to withdraws the key, restoring revives it', async () => {
    const { log, here } = await start();
    await here.send(admin, 'delete-record', { module: 'Agents', id: agentA });
    expect((await deal(log, dealA))?.keys).toEqual([`~Agent:${agentA}`]);
    await here.send(admin, 'restore-record', { module: 'Agents', id: agentA });
    expect((await deal(log, dealA))?.keys).toEqual([`Agent.Manager:${anna}`, `Agent:${agentA}`].sort());
  });
});

describe('limits and the end', () => {
  test('[AC15] more than a portal can hold is answered too-many, and all that was taken is answered', async () => {
    const { log } = await start();
    const { PortalActor } = await import('./portal-actor.ts');
    const actor = new PortalActor(portal, node(log).around, {
      capacity: 5,
      capacityOfMember: 3,
      batch: 500,
      patience: 8,
    });
    const send = (member: string, Amount: number) =>
      actor.execute({
        portal,
        member,
        commandId: commandId(),
        name: 'update-record',
        input: update(dealA, { Amount }),
      });
    const answers = await Promise.all([
      ...[11, 12, 13, 14].map((n) => send(admin, n)),
      ...[15, 16, 17].map((n) => send(sales, n)),
    ]);
    expect(answers.map(code)).toEqual(['applied', 'applied', 'applied', 'too-many', 'applied', 'applied', 'too-many']);
  });

  test('[P11] draining answers all that waits and takes nothing more', async () => {
    const { here } = await start();
    const waiting = [10, 11, 12].map((Amount) => here.send(admin, 'update-record', update(dealA, { Amount })));
    await here.directory.drain();
    const late = await here.send(admin, 'update-record', update(dealA, { Amount: 13 }));
    expect((await Promise.all(waiting)).map(code)).toEqual(['applied', 'applied', 'applied']);
    expect(code(late)).toBe('unavailable');
  });

  test('[AC24] an actor nobody needed for long is let go, and begins anew when asked', async () => {
    const { log } = await start();
    let now = Date.parse('2026-02-01T00:00:00.000Z');
    const here = node(log, { clock: () => now });
    await here.send(admin, 'update-record', update(dealA, { Amount: 10 }));
    await new Promise((turnOver) => setImmediate(turnOver));
    now += 299_999;
    here.directory.sweep();
    expect(here.directory.size).toBe(1);
    now += 1;
    here.directory.sweep();
    expect(here.directory.size).toBe(0);
    expect(code(await here.send(admin, 'update-record', update(dealA, { Amount: 11 })))).toBe('applied');
  });
});
