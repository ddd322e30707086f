import { Inject, Injectable, type OnModuleInit } from '@nestjs/common';
import { EventBus } from '@nestjs/cqrs';
import type { Entry } from '@genkan/log/portal-log';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';

/** An entry of a portal this node follows, in order, for reactions inside this process only: it is lost with it. */
export class EntryCommitted {
  readonly entry: Entry;
  constructor(entry: Entry) {
    this.entry = entry;
  }
}

/** What the tails read goes onto Nest's event bus. Nothing durable may hang there: that reads the log from a stored place. */
@Injectable()
export class EntryEvents implements OnModuleInit {
  readonly #house: House;
  readonly #bus: EventBus;
  constructor(@Inject(HOUSE) house: House, @Inject(EventBus) bus: EventBus) {
    this.#house = house;
    this.#bus = bus;
  }

  onModuleInit(): void {
    this.#house.portals.onEntry((entry) => void this.#bus.publish(new EntryCommitted(entry)));
  }
}
