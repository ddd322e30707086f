import { Controller, Get, Inject, Param, Query, UseGuards, UseInterceptors } from '@nestjs/common';
import { QueryBus } from '@nestjs/cqrs';
import { ExecuteQuery } from '../bus/execute-query.ts';
import { Asking, type Asker } from './asking.ts';
import { CursorHeader } from './cursor-header.interceptor.ts';
import { listQuery } from './list-query.ts';
import { SignedInGuard } from './signed-in.guard.ts';

type Named = Readonly<Record<string, string>>;

/** Routes of the reads that ask the engine with another state: the past, a reason, a draft, another's eyes. */
@Controller('api')
@UseGuards(SignedInGuard)
@UseInterceptors(CursorHeader)
export class ToolsController {
  readonly #bus: QueryBus;
  constructor(@Inject(QueryBus) bus: QueryBus) {
    this.#bus = bus;
  }

  @Get('past/:module/:id')
  whoCouldSee(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'who-could-see', { ...listQuery(asked), ...named });
  }

  @Get('past/:module')
  recordsAt(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'records-at', { ...listQuery(asked), ...named });
  }

  @Get('explain/:module/:id')
  explain(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'explain', { ...listQuery(asked), ...named });
  }

  @Get('preview/:member/records/:module')
  previewRecords(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'preview-records', { ...listQuery(asked), ...named });
  }

  @Get('preview/:member/ability')
  previewAbility(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'preview-ability', { ...listQuery(asked), ...named });
  }

  @Get('previews')
  previews(@Asking() asker: Asker) {
    return this.#ask(asker, 'previews', {});
  }

  @Get('drafts/:draft/diff')
  draftDiff(@Asking() asker: Asker, @Param() named: Named, @Query() asked: Named) {
    return this.#ask(asker, 'draft-diff', { ...listQuery(asked), ...named });
  }

  @Get('exposure')
  exposure(@Asking() asker: Asker, @Query() asked: Named) {
    return this.#ask(asker, 'exposure', listQuery(asked));
  }

  #ask({ who, after }: Asker, name: string, input: unknown) {
    return this.#bus.execute(new ExecuteQuery(who, name, input, after));
  }
}
