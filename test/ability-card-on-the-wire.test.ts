import { describe, expect, test } from '@jest/globals';
import fc from 'fast-check';
import { abilityCard as asSent } from '@genkan/protocol/messages';
import { abilityCard } from '../libs/access/src/ability-card.ts';
import { abilityOf } from '../libs/access/src/compile.ts';
import { anyWorld } from '../libs/access/src/test/arbitraries.ts';

describe('ability cards on the wire', () => {
  test('[AU24] every card fits the message that carries it', () => {
    fc.assert(
      fc.property(anyWorld, ({ portal, members }) => {
        for (const member of members) {
          const card = abilityCard(portal, abilityOf(portal, member));
          expect(asSent.parse(card)).toEqual(card);
        }
      }),
    );
  });
});
