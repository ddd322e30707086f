import { Controller, Get, Inject } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { asyncApi } from './asyncapi.ts';
import type { Json } from './json-schema.ts';
import { openApi } from './openapi.ts';

/** The generic shape of the doors; off in production unless asked for, and never anything of a portal. */
@Controller()
export class DocumentsController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  @Get('openapi.json')
  http(): Json {
    return this.#shown(openApi);
  }

  @Get('asyncapi.json')
  socket(): Json {
    return this.#shown(asyncApi);
  }

  #shown(print: () => Json): Json {
    if (!this.#house.config.docs) throw new Rejected('not-found');
    return print();
  }
}
