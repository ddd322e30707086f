import { expect, test } from '@jest/globals';
import type { Receipt } from '../portal-log.ts';
import type { Logs } from './logs.ts';
import {
  changed,
  claimed,
  created,
  entry,
  portalUser,
  membered,
  profiled,
  receiptOf,
  record,
  request,
  turn,
  uuid,
  write,
} from './turns.ts';

const shifted = (time: string, milliseconds: number): string =>
  new Date(Date.parse(time) + milliseconds * 2).toISOString();

/** Appending: all of a turn or nothing, one order, unique ids and values. */
export function describeAppending(open: Logs): void {
  test('[LG1] a portal without entries has head 0, no settings and no slug', async () => {
    const log = open();
    const portal = uuid();
    expect(await log.head(portal)).toBe(0);
    expect(await log.settings(portal)).toBeNull();
    expect(await log.portalBySlug(`slug-${portal}`)).toBeNull();
    expect(await log.heads([portal])).toEqual(new Map());
    expect(await log.entries(portal, 0, 10)).toEqual([]);
  });

  test('[LG2] entries come back in order, whole, and without a hole', async () => {
    const log = open();
    const portal = uuid();
    const before = record({ Name: '玄関 😀 "quoted" \\ 行', Amount: 12.5, Open: true, Tags: ['a', 'b'], Note: null });
    const after = { ...before, fields: { ...before.fields, Amount: 13, Extra: 'x' }, keys: ['Agent:1'], owner: uuid() };
    const member = portalUser();
    const first = turn(portal, 0, [profiled({ slug: uuid() })], [created(before)]);
    const second = turn(portal, 2, [changed(before, after), membered(null, member)], [changed(after, null)]);
    expect(await log.append(first)).toBe('committed');
    expect(await log.append(second)).toBe('committed');
    expect(await log.entries(portal, 0, 100)).toEqual([...first.entries, ...second.entries]);
    expect(await log.entries(portal, 1, 2)).toEqual([first.entries[1], second.entries[0]]);
    expect(await log.entries(portal, 4, 10)).toEqual([]);
    expect(await log.head(portal)).toBe(4);
    expect(await log.heads([portal, uuid()])).toEqual(new Map([[portal, 4]]));
  });

  test('[LG2] several changes of one record within a turn and within an entry each keep their before and after', async () => {
    const log = open();
    const portal = uuid();
    const states = [record({ Step: 0 })];
    for (let step = 1; step < 6; step++)
      states.push({ ...states[0]!, fields: { Step: step }, keys: [`Agent:${step % 3}`] });
    const change = (i: number) => changed(i === 0 ? null : states[i - 1]!, states[i]!);
    const made = turn(portal, 0, [change(0), change(1)], [change(2)], [change(3), change(4), change(5)]);
    expect(await log.append(made)).toBe('committed');
    expect(await log.entries(portal, 0, 10)).toEqual(made.entries);
    expect(await log.entries(portal, 1, 1)).toEqual([made.entries[1]]);
    expect((await log.page(portal, request())).rows).toEqual([{ ...states[5], sequence: 3 }]);
  });

  test('[LG40] old receipts are emptied in any portal, the oldest first, and still keep their ids from being used again', async () => {
    const log = open();
    const portals = [uuid(), uuid()];
    const times = ['2025-01-04T00:00:00.000Z', '2025-01-02T00:00:00.001Z', '2025-01-02T00:00:00.000Z'];
    const made = portals.map((portal, n) => {
      const one = turn(portal, 0, ...times.map(() => [created(record())]));
      return { ...one, receipts: one.receipts.map((receipt, i) => ({ ...receipt, at: shifted(times[i]!, n) })) };
    });
    for (const each of made) expect(await log.append(each)).toBe('committed');
    const emptied = (receipt: Receipt) => ({ ...receipt, salt: '', inputHash: '', result: {}, fields: [] });
    const stand = () => Promise.all(made.map(({ portal, receipts }) => log.receipts(portal, receipts)));
    const [first, second] = made.map(({ receipts }) => receipts);
    const before = '2025-01-03T00:00:00.000Z';
    expect(await log.emptyReceipts(before, 1)).toBe(1);
    expect(await stand()).toEqual([[first![0], first![1], emptied(first![2]!)], second]);
    expect(await log.emptyReceipts(before, 10)).toBe(3);
    expect(await open().emptyReceipts(before, 10)).toBe(0);
    expect(await stand()).toEqual(made.map(({ receipts: [kept, ...old] }) => [kept, ...old.map(emptied)]));
    for (const { portal, receipts } of made) {
      expect(await log.append({ portal, head: 3, entries: [], receipts: [receipts[2]!] })).toBe('lost');
      expect(await log.head(portal)).toBe(3);
    }
  });

  test('[LG3] a turn decided on an old head is lost and leaves no trace', async () => {
    const log = open();
    const other = open();
    const portal = uuid();
    const kept = turn(portal, 0, [created(record({ Name: 'kept' }))]);
    const gone = record({ Name: 'lost' });
    const late = turn(portal, 0, [created(gone), claimed('email', 'late@example.com', uuid())]);
    expect(await log.append(kept)).toBe('committed');
    expect(await other.append(late)).toBe('lost');
    expect(await other.append(turn(portal, 7, [created(gone)]))).toBe('lost');
    expect(await log.entries(portal, 0, 10)).toEqual(kept.entries);
    expect(await log.receipts(portal, late.receipts)).toEqual([]);
    const asked = [
      { ask: 'record', module: 'Deals', id: gone.id },
      { ask: 'claim', scope: 'email', value: 'late@example.com' },
    ] as const;
    const { known } = await log.gather(portal, asked);
    expect(known.record('Deals', gone.id)).toBeNull();
    expect(known.holder('email', 'late@example.com')).toBeNull();
  });

  test('[LG3] of two instances that append at the same head, exactly one commits', async () => {
    const portal = uuid();
    const logs = [open(), open()];
    for (let head = 0; head < 10; head++) {
      const turns = logs.map((log) => log.append(turn(portal, head, [created(record({ head }))])));
      expect((await Promise.all(turns)).sort()).toEqual(['committed', 'lost']);
    }
    expect(await logs[1]!.head(portal)).toBe(10);
    expect((await logs[0]!.entries(portal, 0, 100)).map((one) => one.sequence)).toEqual([
      1, 2, 3, 4, 5, 6, 7, 8, 9, 10,
    ]);
  });

  test('[LG4] a command id that has a receipt is lost, and the rest of its turn with it', async () => {
    const log = open();
    const portal = uuid();
    const first = turn(portal, 0, [created(record())]);
    await log.append(first);
    const again = turn(portal, 1, [created(record())], [created(record())]);
    const repeated = { ...again, receipts: [...again.receipts.slice(1), { ...first.receipts[0]!, sequence: 2 }] };
    expect(await log.append(repeated)).toBe('lost');
    expect(await log.head(portal)).toBe(1);
    expect(await log.receipts(portal, repeated.receipts)).toEqual(first.receipts);
  });

  test('[LG4] the same command id of another member, of the operator or in another portal is another command', async () => {
    const log = open();
    const portal = uuid();
    const made = entry(portal, 1, [profiled({ slug: uuid() })]);
    const ofStaff = receiptOf(made);
    const ofOperator = receiptOf(made, { member: null, sequence: null, outcome: 'invalid', result: {}, fields: [] });
    const ofOther = receiptOf(made, { member: uuid() });
    expect(await log.append({ portal, head: 0, entries: [made], receipts: [ofStaff, ofOperator, ofOther] })).toBe(
      'committed',
    );
    expect(await log.receipts(portal, [ofOperator])).toEqual([ofOperator]);
    expect(new Set(await log.receipts(portal, [ofStaff, ofOther]))).toEqual(new Set([ofStaff, ofOther]));
    expect(await log.receipts(uuid(), [ofStaff])).toEqual([]);
  });

  test('[LG4] a turn of receipts alone is kept and moves no head, and is lost on an old head', async () => {
    const log = open();
    const portal = uuid();
    const refused = (commandId: string) =>
      receiptOf(entry(portal, 1, [], { commandId }), { sequence: null, outcome: 'conflict' });
    const [early, kept, stale] = [refused(uuid()), refused(uuid()), refused(uuid())];
    expect(await log.append({ portal, head: 0, entries: [], receipts: [early] })).toBe('committed');
    expect(await log.settings(portal)).toBeNull();
    await write(log, portal, [created(record())]);
    expect(await log.append({ portal, head: 1, entries: [], receipts: [kept] })).toBe('committed');
    expect(await log.append({ portal, head: 1, entries: [], receipts: [kept] })).toBe('lost');
    expect(await log.append({ portal, head: 0, entries: [], receipts: [stale] })).toBe('lost');
    expect(await log.head(portal)).toBe(1);
    expect(new Set(await log.receipts(portal, [early, kept, stale]))).toEqual(new Set([early, kept]));
  });

  test('[LG5] an entry without changes (a refusal for lack of right) is an entry like any other', async () => {
    const log = open();
    const portal = uuid();
    const refused = entry(portal, 1, [], { outcome: 'forbidden', member: null });
    expect(await log.append({ portal, head: 0, entries: [refused], receipts: [] })).toBe('committed');
    expect(await log.entries(portal, 0, 10)).toEqual([refused]);
  });

  test('[LG6] a unique value of the portal has one holder, is given back, and is free in another portal', async () => {
    const log = open();
    const [portal, other] = [uuid(), uuid()];
    const [first, second] = [uuid(), uuid()];
    const claim = (holder: string | null) => claimed('email', 'one@example.com', holder);
    await write(log, portal, [claim(first)]);
    await write(log, other, [claim(second)]);
    expect(await log.append(turn(portal, 1, [claim(second), created(record())]))).toBe('lost');
    expect(await log.head(portal)).toBe(1);
    expect(await log.append(turn(portal, 1, [claim(first)]))).toBe('committed');
    await write(log, portal, [claim(null)], [claim(second)]);
    const asked = { ask: 'claim', scope: 'email', value: 'one@example.com' } as const;
    expect((await log.gather(portal, [asked])).known.holder('email', 'one@example.com')).toBe(second);
    await write(log, portal, [claim(null)]);
    expect((await log.gather(portal, [asked])).known.holder('email', 'one@example.com')).toBeNull();
  });

  test('[LG6] a value claimed and given back within a turn is free after it', async () => {
    const log = open();
    const portal = uuid();
    const scope = 'unique:Deals.Code';
    await write(log, portal, [claimed(scope, 'a', 'r1')], [claimed(scope, 'a', null)], [claimed(scope, 'b', 'r2')]);
    const { known } = await log.gather(portal, [
      { ask: 'claim', scope, value: 'a' },
      { ask: 'claim', scope, value: 'b' },
    ]);
    expect([known.holder(scope, 'a'), known.holder(scope, 'b')]).toEqual([null, 'r2']);
  });

  test.each(['installation:name', 'installation:slug'])('[LG7] %s is unique over all portals', async (scope) => {
    const log = open();
    const [portal, other] = [uuid(), uuid()];
    const value = `name-${portal}`;
    await write(log, portal, [claimed(scope, value, portal), profiled({})]);
    expect(await open().append(turn(other, 0, [claimed(scope, value, other), profiled({})]))).toEqual({ taken: scope });
    expect(await log.head(other)).toBe(0);
    const { known } = await log.gather(other, [{ ask: 'claim', scope, value }]);
    expect(known.holder(scope, value)).toBe(portal);
    expect(await log.portalBySlug(value)).toBe(scope === 'installation:slug' ? portal : null);
    await write(log, portal, [claimed(scope, value, null)]);
    expect(await log.portalBySlug(value)).toBeNull();
    await write(log, other, [claimed(scope, value, other), profiled({})]);
  });

  test('[LG8] the settings are the fold of the settings changes, at the head they belong to', async () => {
    const log = open();
    const portal = uuid();
    const module = { name: 'Deals', label: 'Deals', custom: false, fields: {}, layouts: {}, paths: {} };
    const suspension = { module: 'Deals', key: 'Agent:1' };
    const setting = (part: 'module' | 'suspension', id: string, after: typeof module | typeof suspension | null) =>
      ({ kind: 'setting', part, id, before: null, after }) as const;
    await write(log, portal, [profiled({ company: 'One' }), setting('module', 'Deals', module)]);
    await write(
      log,
      portal,
      [setting('suspension', 's1', suspension)],
      [profiled({ company: 'Two' })],
      [created(record())],
    );
    const settings = await log.settings(portal);
    expect(settings?.head).toBe(4);
    expect(settings?.portal.id).toBe(portal);
    expect(settings?.portal.profile.company).toBe('Two');
    expect(settings?.portal.modules).toEqual({ Deals: module });
    expect(settings?.portal.suspensions).toEqual({ s1: suspension });
    await write(log, portal, [
      setting('suspension', 's1', null),
      setting('module', 'Deals', { ...module, label: 'Sales' }),
    ]);
    const later = await log.settings(portal);
    expect(later?.portal.suspensions).toEqual({});
    expect(later?.portal.modules['Deals']?.label).toBe('Sales');
  });
}
