import { randomUUID } from 'node:crypto';
import { beforeAll, describe, expect, test } from '@jest/globals';
import { believedMs, everyPortal, type Delivery, type DeliveryStore } from './delivery-store.ts';

/** What every store of deliveries keeps to, on whatever it stores. */
export function deliveryStoreContract(name: string, make: () => Promise<DeliveryStore>): void {
  describe(`delivery store: ${name}`, () => {
    let store: DeliveryStore;
    beforeAll(async () => {
      store = await make();
    }, 60_000);

    const at = 1_000;
    const delivery = (over: Partial<Delivery> = {}): Delivery => ({
      portal: randomUUID(),
      session: randomUUID(),
      member: 'kim',
      module: 'Deals',
      from: 10,
      to: 20,
      ...over,
    });
    /** Long after every node's last word: what reaches further than its mark reaches by something else. */
    const later = at + 2 * believedMs;
    const receivers = async ({ portal }: Delivery, ...sequences: number[]): Promise<readonly string[][]> =>
      Promise.all(sequences.map(async (sequence) => [...(await store.whoReceived(portal, 'Deals', sequence, later))]));

    test('[SV30] a member is named from the first to the last sequence of its session, and nowhere else', async () => {
      const one = delivery();
      await store.save('n', [one], [], at);
      expect(await receivers(one, 9, 10, 20, 21)).toEqual([[], ['kim'], ['kim'], []]);
      expect(await store.whoReceived(one.portal, 'Accounts', 15, at)).toEqual([]);
      expect(await store.whoReceived(randomUUID(), 'Deals', 15, at)).toEqual([]);
    });

    test('[SV30] members are named once, in order, whatever sessions they had', async () => {
      const one = delivery({ member: 'mia' });
      const others = [
        delivery({ portal: one.portal }),
        delivery({ portal: one.portal }),
        delivery({ portal: one.portal, member: 'ann', to: 14 }),
      ];
      await store.save('n', [one, ...others], [], at);
      expect(await receivers(one, 14, 15)).toEqual([
        ['ann', 'kim', 'mia'],
        ['kim', 'mia'],
      ]);
    });

    test('[SV39] rows that reach to a sequence are told by session, member and module', async () => {
      const one = delivery({ session: 's1' });
      const two = delivery({ portal: one.portal, session: 's2/w', module: 'Accounts', to: 12 });
      const three = delivery({ portal: one.portal, session: 's3', from: 30, to: null });
      await store.save('n', [one, two, three], [], at);
      const [a, b, c] = [one, two, three].map(({ session, member, module, to }) => ({
        session,
        member,
        module,
        open: to === null,
      }));
      const told = await Promise.all([9, 10, 13, 21, 30].map((sequence) => store.rowsAt(one.portal, sequence)));
      expect(told).toEqual([[], [a, b], [a], [], [c]]);
    });

    test('[SV31] an open row reaches to the mark of its own node, and a mark never goes back', async () => {
      const one = delivery({ to: null });
      await store.save('n', [one], [], at);
      expect(await receivers(one, 10, 11)).toEqual([['kim'], []]);
      await store.save('other', [], [{ portal: one.portal, sequence: 90 }], at);
      await store.save('n', [], [{ portal: one.portal, sequence: 30 }], at);
      await store.save('n', [], [{ portal: one.portal, sequence: 25 }], at);
      expect(await receivers(one, 30, 31)).toEqual([['kim'], []]);
    });

    test('[SV31] the same row said again is one, and its newest word counts', async () => {
      const one = delivery({ to: null });
      const marks = [{ portal: one.portal, sequence: 30 }];
      await store.save('n', [one], marks, at);
      await store.save('n', [one], marks, at);
      await store.save('n', [{ ...one, to: 12 }], marks, at);
      expect(await receivers(one, 12, 13)).toEqual([['kim'], []]);
      await store.save('n', [one], marks, at);
      expect(await receivers(one, 30, 31)).toEqual([['kim'], []]);
    });

    test('[SV31] rows that a lost node left open end at its mark; those of others stay open', async () => {
      const lost = delivery({ to: null });
      const stays = delivery({ to: null, portal: lost.portal, member: 'mia' });
      const marks = (sequence: number) => [{ portal: lost.portal, sequence }];
      const [gone, alive] = [randomUUID(), randomUUID()];
      await store.save(gone, [lost], marks(30), at);
      await store.save(alive, [stays], marks(30), at + 1);
      await store.closeLost(at + 1);
      await store.save(alive, [], marks(40), at + 2);
      expect(await receivers(lost, 30, 31, 40, 41)).toEqual([['kim', 'mia'], ['mia'], ['mia'], []]);
    });

    test('[SV31] an open row reaches to what was made until 10 s after its node was heard of, anywhere, and stays so when it is lost', async () => {
      const one = delivery({ to: null });
      const ended = delivery({ portal: one.portal, member: 'mia', to: 12 });
      const node = randomUUID();
      const made = async (time: number, sequence = 40) =>
        store.whoReceived(one.portal, 'Deals', sequence, time + believedMs);
      await store.save(node, [one, ended], [{ portal: one.portal, sequence: 30 }], at);
      expect([await made(at), await made(at + 1), await made(at, 9)]).toEqual([['kim'], [], []]);
      await store.save(node, [], [{ portal: everyPortal, sequence: 0 }], at + 500);
      expect([await made(at + 500), await made(at + 501)]).toEqual([['kim'], []]);
      await store.closeLost(at + 500);
      expect([await made(at + 500), await made(at + 501)]).toEqual([['kim'], []]);
      await store.closeLost(at + 501);
      expect([await made(at + 500), await made(at + 501)]).toEqual([['kim'], []]);
      expect(await receivers(one, 30, 31)).toEqual([['kim'], []]);
    });
  });
}
