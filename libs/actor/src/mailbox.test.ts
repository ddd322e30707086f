import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { Mailbox, mailboxLimits, type Waiting } from './mailbox.ts';

type Note = Waiting & { readonly name: string };
const note = (name: string, member: string, more: Partial<Note> = {}): Note => ({
  name,
  member,
  weight: 1,
  bulk: false,
  ...more,
});
const names = (batch: readonly Note[]): string[] => batch.map((item) => item.name);

describe('mailbox', () => {
  test('[AC12] a member who sends much does not keep the others waiting', () => {
    const mailbox = new Mailbox<Note>();
    for (const name of ['a1', 'a2', 'a3']) mailbox.offer(note(name, 'a'));
    mailbox.offer(note('b1', 'b'));
    mailbox.offer(note('c1', 'c'));
    expect(names(mailbox.take())).toEqual(['a1', 'b1', 'c1', 'a2', 'a3']);
  });

  test('[AC13] imports come after everything else that waits', () => {
    const mailbox = new Mailbox<Note>();
    mailbox.offer(note('rows', 'a', { weight: 300, bulk: true }));
    mailbox.offer(note('b1', 'b'));
    mailbox.offer(note('a1', 'a'));
    expect(names(mailbox.take())).toEqual(['b1', 'a1', 'rows']);
  });

  test('[AC13] an import that was passed over eight times goes first', () => {
    const mailbox = new Mailbox<Note>({ ...mailboxLimits, batch: 2 });
    mailbox.offer(note('rows', 'a', { weight: 2, bulk: true }));
    const turns: string[][] = [];
    for (let turn = 0; turn < 9; turn += 1) {
      for (const name of ['b', 'c', 'd']) mailbox.offer(note(name, name));
      turns.push(names(mailbox.take()));
    }
    expect(turns.slice(0, 8).flat()).not.toContain('rows');
    expect(turns[8]).toEqual(['rows']);
  });

  test('[AC14] a batch holds at most 500 changes, and one heavier item comes alone', () => {
    const mailbox = new Mailbox<Note>();
    mailbox.offer(note('big', 'a', { weight: 900, bulk: true }));
    mailbox.offer(note('rows', 'b', { weight: 300, bulk: true }));
    mailbox.offer(note('more', 'c', { weight: 300, bulk: true }));
    expect([mailbox.take(), mailbox.take(), mailbox.take()].map(names)).toEqual([['big'], ['rows'], ['more']]);
  });

  test('[AC15] a full mailbox and a member over his share are refused, and room is given back', () => {
    const mailbox = new Mailbox<Note>({ ...mailboxLimits, capacity: 3, capacityOfMember: 2 });
    expect(['a1', 'a2', 'a3'].map((name) => mailbox.offer(note(name, 'a')))).toEqual([true, true, false]);
    expect(['b1', 'b2'].map((name) => mailbox.offer(note(name, 'b')))).toEqual([true, false]);
    mailbox.take();
    expect(mailbox.offer(note('b2', 'b'))).toBe(true);
  });

  test('[AC12] whatever is taken and put back, each member is served in the order he sent', () => {
    const step = fc.oneof(fc.record({ offer: fc.constantFrom('a', 'b', 'c') }), fc.record({ take: fc.nat(20) }));
    fc.assert(
      fc.property(fc.array(step, { maxLength: 60 }), (steps) => {
        const mailbox = new Mailbox<Note>({ ...mailboxLimits, batch: 7 });
        const served: Note[] = [];
        let sent = 0;
        for (const at of steps) {
          if ('offer' in at) mailbox.offer(note(String((sent += 1)), at.offer));
          else {
            const batch = mailbox.take();
            const used = Math.min(at.take, batch.length);
            served.push(...batch.slice(0, used));
            mailbox.putBack(batch.slice(used));
          }
        }
        while (mailbox.size > 0) served.push(...mailbox.take());
        expect(served).toHaveLength(sent);
        for (const member of ['a', 'b', 'c']) {
          const own = served.filter((item) => item.member === member).map((item) => Number(item.name));
          expect(own).toEqual([...own].sort((x, y) => x - y));
        }
      }),
    );
  });
});
