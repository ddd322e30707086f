import { Controller, Get, Inject, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ExecuteQuery } from '../bus/execute-query.ts';
import { Asking, type Asker } from './asking.ts';
import { CursorHeader } from './cursor-header.interceptor.ts';
import { listQuery } from './list-query.ts';
import { SignedInGuard } from './signed-in.guard.ts';

type Named = Readonly<Record<string, string>>;

/** One route a read of `reads/reads.ts`. */
@Controller('api')
@UseGuards(SignedInGuard)
@UseInterceptors(CursorHeader)
export class ReadsController {
  readonly #bus: QueryBus;
  constructor(@Inject(QueryBus) bus: QueryBus) {
    this.#bus = bus;
  }

  @Get('records/:module/count')
  count(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'count', { ...listQuery(asked), ...named });
  }

  @Get('records/:module/sum')
  sum(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'sum', { ...listQuery(asked), ...named });
  }

  @Get('records/:module/:id/history')
  fieldHistory(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'field-history', { ...listQuery(asked), ...named });
  }

  @Get('records/:module/:id')
  record(@Asking() asker: Asker, @Param() named: Named) {
    return this.#ask(asker, 'record', { ...named });
  }

  @Get('records/:module')
  records(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'records', { ...listQuery(asked), ...named });
  }

  @Get('ability')
  ability(@Asking() asker: Asker) {
    return this.#ask(asker, 'ability', {});
  }

  @Get('catalogue')
  catalogue(@Asking() asker: Asker) {
    return this.#ask(asker, 'catalogue', {});
  }

  @Get('audit')
  audit(@Asking() asker: Asker, @Query() asked: Named) {
    return this.#ask(asker, 'audit', listQuery(asked));
  }

  @Get('log/:sequence')
  trace(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'trace', { ...listQuery(asked), ...named });
  }

  @Get('log')
  entries(@Asking() asker: Asker, @Query() asked: Named) {
    return this.#ask(asker, 'entries', listQuery(asked));
  }

  @Get('conversion-dry-run/:rule')
  conversionDryRun(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'conversion-dry-run', { ...listQuery(asked), ...named });
  }

  @Get('conversions-refused')
  conversionsRefused(@Asking() asker: Asker) {
    return this.#ask(asker, 'conversions-refused', {});
  }

  @Get('my-data')
  myData(@Asking() asker: Asker) {
    return this.#ask(asker, 'export-my-data', {});
  }

  @Get('data-requests/:request/answer')
  accessAnswer(@Asking() asker: Asker, @Param() named: Named) {
    return this.#ask(asker, 'access-answer', named);
  }

  @Get('consent-forms')
  consentForms(@Asking() asker: Asker) {
    return this.#ask(asker, 'consent-forms', {});
  }

  @Get('members')
  members(@Asking() asker: Asker) {
    return this.#ask(asker, 'members', {});
  }

  @Get('user-types')
  userTypes(@Asking() asker: Asker) {
    return this.#ask(asker, 'user-types', {});
  }

  @Get('overview')
  overview(@Asking() asker: Asker) {
    return this.#ask(asker, 'overview', {});
  }

  @Get('related-tabs/:base')
  relatedTabs(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'related-tabs', { ...listQuery(asked), ...named });
  }

  @Get('schema')
  schema(@Asking() asker: Asker) {
    return this.#ask(asker, 'schema', {});
  }

  @Get('user-types/:userType/schema')
  userTypeSchema(@Asking() asker: Asker, @Param() named: Named) {
    return this.#ask(asker, 'user-type-schema', { ...named });
  }

  @Get('user-types/:userType/history')
  userTypeHistory(@Asking() asker: Asker, @Param() named: Named) {
    return this.#ask(asker, 'user-type-history', { ...named });
  }

  #ask({ who, after }: Asker, name: string, input: unknown) {
    return this.#bus.execute(new ExecuteQuery(who, name, input, after));
  }
}
