import { expect, test } from '@jest/globals';
import { NotGathered, type Question } from '@genkan/domain/known';
import type { Logs } from './logs.ts';
import { changed, claimed, created, membered, portalUser, record, uuid, write } from './turns.ts';

/** Gathering: every kind of question, from one snapshot, and nothing that was not asked. */
export function describeAsking(open: Logs): void {
  test('[LG9] records are found by module and id, deleted ones too, with every kind of value', async () => {
    const log = open();
    const portal = uuid();
    const one = record({
      Text: 'ｶﾅ é 😀',
      Number: -0.1,
      Big: 123456789012345,
      Small: 1e-7,
      No: false,
      None: null,
      List: [],
    });
    const deleted = record({}, { deleted: true, module: 'Contacts', owner: uuid(), keys: ['Agent:1', '~Account:2'] });
    await write(log, portal, [created(one), created(deleted)]);
    const { head, known } = await log.gather(portal, [
      { ask: 'record', module: 'Deals', id: one.id },
      { ask: 'record', module: 'Contacts', id: deleted.id },
      { ask: 'record', module: 'Contacts', id: one.id },
      { ask: 'record', module: 'Deals', id: one.id },
    ]);
    expect(head).toBe(1);
    expect(known.record('Deals', one.id)).toEqual(one);
    expect(known.record('Contacts', deleted.id)).toEqual(deleted);
    expect(known.record('Contacts', one.id)).toBeNull();
    expect(() => known.record('Deals', deleted.id)).toThrow(NotGathered);
    expect(() => known.member(uuid())).toThrow(NotGathered);
  });

  test('[LG9] another portal answers the same questions with nothing', async () => {
    const log = open();
    const [portal, other] = [uuid(), uuid()];
    const one = record({}, { keys: ['Account:1'] });
    const member = portalUser({ record: one.id });
    await write(log, portal, [created(one), membered(null, member), claimed('email', member.email, member.id)]);
    const { head, known } = await log.gather(other, [
      { ask: 'record', module: 'Deals', id: one.id },
      { ask: 'member', id: member.id },
      { ask: 'referring', module: 'Deals', field: 'Account', id: '1' },
      { ask: 'members-tied-to', record: one.id },
      { ask: 'claim', scope: 'email', value: member.email },
    ]);
    expect(head).toBe(0);
    expect(known.record('Deals', one.id)).toBeNull();
    expect(known.member(member.id)).toBeNull();
    expect(known.referring('Deals', 'Account', '1')).toEqual([]);
    expect(known.membersTiedTo(one.id)).toEqual([]);
    expect(known.holder('email', member.email)).toBeNull();
  });

  test('[LG9] questions of every kind together, and all but those of one, are answered as if alone', async () => {
    const log = open();
    const portal = uuid();
    const one = record({}, { keys: ['Account:1'] });
    const member = portalUser({ record: one.id });
    await write(log, portal, [created(one), membered(null, member), claimed('email', member.email, member.id)]);
    const userType = uuid();
    const every: readonly Question[] = [
      { ask: 'record', module: 'Deals', id: one.id },
      { ask: 'referring', module: 'Deals', field: 'Account', id: '1' },
      { ask: 'member', id: member.id },
      { ask: 'members-tied-to', record: one.id },
      { ask: 'members-of', userType },
      { ask: 'user-type-at', userType, sequence: 1 },
      { ask: 'claim', scope: 'email', value: member.email },
    ];
    for (const left of [null, ...every]) {
      const asked = every.filter((question) => question !== left);
      // As many at once as a node has connections, so that each statement is prepared where another one was.
      const answers = await Promise.all(Array.from({ length: 8 }, () => log.gather(portal, asked)));
      for (const { head, known } of answers) {
        expect(head).toBe(1);
        if (left?.ask !== 'record') expect(known.record('Deals', one.id)).toEqual(one);
        if (left?.ask !== 'claim') expect(known.holder('email', member.email)).toBe(member.id);
      }
    }
  });

  test('[LG10] referring finds what holds the id in that lookup: by living key and by dead key, deleted ones too', async () => {
    const log = open();
    const portal = uuid();
    const target = uuid();
    const living = record({ Account: target }, { keys: [`Account:${target}`, `Agent:${target}`] });
    const dead = record({ Account: target }, { keys: [`~Account:${target}`] });
    const deleted = record({ Account: target }, { keys: [`Account:${target}`], deleted: true });
    const longer = record({}, { keys: [`Agent.Account:${target}`, `Agent:${target}`] });
    const elsewhere = record({ Account: target }, { module: 'Contacts', keys: [`Account:${target}`] });
    await write(log, portal, [living, dead, deleted, longer, elsewhere].map(created));
    const asked = { ask: 'referring', module: 'Deals', field: 'Account', id: target } as const;
    const agents = { ask: 'referring', module: 'Deals', field: 'Agent', id: target } as const;
    const { known } = await log.gather(portal, [asked, agents]);
    expect([...known.referring('Deals', 'Account', target)].sort()).toEqual([living.id, dead.id, deleted.id].sort());
    expect([...known.referring('Deals', 'Agent', target)].sort()).toEqual([living.id, longer.id].sort());
    await write(log, portal, [changed(living, { ...living, keys: [] }), changed(longer, null)]);
    const later = (await log.gather(portal, [asked, agents])).known;
    expect([...later.referring('Deals', 'Account', target)].sort()).toEqual([dead.id, deleted.id].sort());
    expect(later.referring('Deals', 'Agent', target)).toEqual([]);
  });

  test('[LG11] members are found by id, by the record they are tied to and by user type, as they are now', async () => {
    const log = open();
    const portal = uuid();
    const [recordId, userType] = [uuid(), uuid()];
    const first = portalUser({ record: recordId, userType });
    const second = portalUser({ record: recordId, inviter: uuid(), status: 'inactive' });
    const third = portalUser({ userType });
    const staff = {
      kind: 'staff',
      id: uuid(),
      email: 's@example.com',
      name: 'S',
      roles: ['sales'],
      status: 'active',
      sessionsEnded: 3,
    } as const;
    await write(
      log,
      portal,
      [first, second, third, { ...staff, roles: ['sales' as const] }].map((one) => membered(null, one)),
    );
    const questions = [
      { ask: 'member', id: staff.id },
      { ask: 'members-tied-to', record: recordId },
      { ask: 'members-of', userType },
      { ask: 'users' },
    ] as const;
    const ids = (members: readonly { id: string }[]) => members.map((one) => one.id).sort();
    const { known } = await log.gather(portal, questions);
    expect(known.member(staff.id)).toEqual(staff);
    expect(ids(known.membersTiedTo(recordId))).toEqual(ids([first, second]));
    expect(ids(known.membersOf(userType))).toEqual(ids([first, third]));
    expect(known.users().get(userType)).toBe(2);
    await write(log, portal, [membered(first, { ...first, userType: uuid() } as typeof first), membered(second, null)]);
    const later = (await log.gather(portal, questions)).known;
    expect(ids(later.membersTiedTo(recordId))).toEqual([first.id]);
    expect(ids(later.membersOf(userType))).toEqual([third.id]);
    expect(later.users().get(userType)).toBe(1);
  });

  test('[LG9] no questions still answer with the head', async () => {
    const log = open();
    const portal = uuid();
    await write(log, portal, [created(record())], [created(record())]);
    expect((await log.gather(portal, [])).head).toBe(2);
  });
}
