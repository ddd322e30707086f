import { Controller, Get, Inject, Param, UseGuards, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ExecuteQuery } from '../bus/execute-query.ts';
import { Asking, type Asker } from './asking.ts';
import { CursorHeader } from './cursor-header.interceptor.ts';
import { SignedInGuard } from './signed-in.guard.ts';

/** Routes of the reads about the portal itself: what it may hold, and what that costs. */
@Controller('api')
@UseGuards(SignedInGuard)
@UseInterceptors(CursorHeader)
export class PortalController {
  readonly #bus: QueryBus;
  constructor(@Inject(QueryBus) bus: QueryBus) {
    this.#bus = bus;
  }

  @Get('licence')
  licence(@Asking() { who, after }: Asker) {
    return this.#bus.execute(new ExecuteQuery(who, 'licence', {}, after));
  }

  @Get('licence/price/:seats')
  price(@Asking() { who, after }: Asker, @Param('seats') seats: string) {
    return this.#bus.execute(new ExecuteQuery(who, 'price', { seats }, after));
  }
}
