import { Controller, Get, Inject } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';

/** For whoever watches the process: alive, and able to answer. Neither says anything about what is inside. */
@Controller('health')
export class HealthController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  @Get('live')
  live() {
    return { status: 'live' };
  }

  @Get('ready')
  async ready() {
    if ((await this.#house.readiness.ask()) !== null) throw new Rejected('unavailable');
    return { status: 'ready' };
  }
}
