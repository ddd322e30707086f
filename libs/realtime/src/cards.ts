import type { Ability } from '@genkan/access/ability';
import type { AbilityCard } from '@genkan/protocol/messages';
import { Packet } from './packet.ts';

/** An ability as it is told, made once for all who hold it. */
export type Card = { readonly text: string; readonly packet: Packet };

/** The cards under the present settings. */
export class Cards {
  readonly #make: (ability: Ability) => AbilityCard;
  #byAbility = new WeakMap<Ability, Card>();

  constructor(make: (ability: Ability) => AbilityCard) {
    this.#make = make;
  }

  of(ability: Ability): Card {
    const known = this.#byAbility.get(ability);
    if (known) return known;
    const text = JSON.stringify(this.#make(ability));
    const card = { text, packet: new Packet('ability', text) };
    this.#byAbility.set(ability, card);
    return card;
  }

  /** The settings changed: labels may be others though the rights are the same. */
  forget(): void {
    this.#byAbility = new WeakMap();
  }
}
