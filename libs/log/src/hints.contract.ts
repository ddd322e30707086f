import { afterAll, afterEach, describe, expect, test } from '@jest/globals';
import { MemoryLog, memoryStore } from './memory-log.ts';
import type { Hints } from './portal-log.ts';
import { longestWord, type Words } from './words.ts';
import { Tails } from './tails.ts';
import { created, record, turn, uuid } from './test/turns.ts';

/** Hints between nodes: each `node` is one node's end; `forge` sends what nobody should. */
export type HintsUnderTest = {
  readonly node: () => Promise<Hints & Words>;
  readonly forge: (message: string) => Promise<void>;
  readonly close: () => Promise<void>;
};

/** The suite that every way of sending hints between nodes passes. */
export function describeHints(name: string, network: HintsUnderTest): void {
  describe(`hints by ${name}`, () => {
    const open: (Hints & Words)[] = [];
    const node = async () => {
      const hints = await network.node();
      open.push(hints);
      return hints;
    };
    const heardBy = (hints: Hints, wanted: string) =>
      new Promise<number>((resolve) => {
        hints.listen((portal, head) => {
          if (portal === wanted) resolve(head);
        });
      });
    afterEach(async () => {
      await Promise.all(open.splice(0).map((hints) => hints.close()));
    });
    afterAll(() => network.close());

    test('[TL10] what one node commits wakes the others, and itself', async () => {
      const [one, two] = [await node(), await node()];
      const portal = uuid();
      const heard = Promise.all([heardBy(one, portal), heardBy(two, portal)]);
      one.committed(portal, 7);
      expect(await heard).toEqual([7, 7]);
    });

    test('[TL13] commits that follow each other closely are told once, with the newest head', async () => {
      const [one, two] = [await node(), await node()];
      const portal = uuid();
      const heads: number[] = [];
      two.listen((of, head) => void (of === portal && heads.push(head)));
      const last = uuid();
      const done = heardBy(two, last);
      for (let head = 1; head <= 100; head++) one.committed(portal, head);
      one.committed(last, 1);
      await done;
      expect(heads).toEqual([100]);
    });

    test('[TL3] [SEC-35] forged messages reach nobody as entries: a tail reads at most once for each and goes on', async () => {
      const hints = await node();
      const store = memoryStore();
      const log = new MemoryLog(store);
      const tails = new Tails({ log, hints, every: 60_000 });
      const portal = uuid();
      const tail = await tails.of(portal);
      const heard: number[] = [];
      tail.onEntry((entry) => void heard.push(entry.sequence));
      const last = uuid();
      const seen = heardBy(hints, last);
      const forged = [
        `${portal}:999999`,
        `${portal}:-1`,
        `${portal}:NaN`,
        portal,
        '',
        '{"portal":1}',
        `x${portal}:1`,
        ':',
        'a'.repeat(5000),
      ];
      for (const message of [...forged, `${last}:1`]) await network.forge(message);
      await seen;
      expect([heard, tail.at]).toEqual([[], 0]);
      await log.append(turn(portal, 0, [created(record())]));
      hints.committed(portal, 1);
      expect(await tail.reach(1, 5000)).toBe(true);
      expect(heard).toEqual([1]);
      await tails.close();
    });

    test('[TL19] a word is heard once by every node and its speaker, in order and beside the hints', async () => {
      const [one, two] = [await node(), await node()];
      const words = ['first', 'x'.repeat(longestWord), 'last'];
      const heardAt = (hints: Words) =>
        new Promise<string[]>((resolve) => {
          const heard: string[] = [];
          hints.hear((word) => {
            heard.push(word);
            if (word === 'last') resolve(heard);
          });
        });
      const portals: string[] = [];
      two.listen((portal) => void portals.push(portal));
      const heard = Promise.all([heardAt(one), heardAt(two)]);
      for (const word of words) one.say(word);
      expect(await heard).toEqual([words, words]);
      expect(portals).toEqual([]);
      expect(() => one.say('x'.repeat(longestWord + 1))).toThrow('too long');
    });

    test('[TL14] closed hints tell and hear nothing more', async () => {
      const [one, two] = [await node(), await node()];
      const [silent, last] = [uuid(), uuid()];
      const heads: string[] = [];
      two.listen((portal) => void heads.push(portal));
      const done = heardBy(two, last);
      const third = await node();
      await third.close();
      third.committed(silent, 1);
      one.committed(last, 1);
      await done;
      expect(heads).not.toContain(silent);
    });
  });
}
