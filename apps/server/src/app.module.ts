import { Module, type DynamicModule } from '@nestjs/common';
import { CqrsModule } from '@nestjs/cqrs';
import { DocumentsController } from './documents/documents.controller.ts';
import { EntryEvents } from './bus/entry-committed.ts';
import { ExecuteCommandHandler } from './bus/execute-command.ts';
import { ExecuteQueryHandler } from './bus/execute-query.ts';
import { HOUSE } from './house-tokens.ts';
import type { House } from './house.ts';
import { CommandsController } from './http/commands.controller.ts';
import { HealthController } from './http/health.controller.ts';
import { MetricsController } from './http/metrics.controller.ts';
import { AddressController } from './http/address.controller.ts';
import { PortalController } from './http/portal.controller.ts';
import { ReadsController } from './http/reads.controller.ts';
import { SignInController } from './http/sign-in.controller.ts';
import { ToolsController } from './http/tools.controller.ts';
import { ImportsController } from './imports/imports.controller.ts';
import { PortalGateway } from './socket/portal.gateway.ts';

/** The doors around a house that was opened before: Nest finds what to call, the house knows what to do. */
@Module({})
export class AppModule {
  static around(house: House): DynamicModule {
    return {
      module: AppModule,
      imports: [CqrsModule.forRoot()],
      controllers: [
        SignInController,
        CommandsController,
        ReadsController,
        ToolsController,
        PortalController,
        AddressController,
        ImportsController,
        DocumentsController,
        HealthController,
        MetricsController,
      ],
      providers: [
        { provide: HOUSE, useValue: house },
        ExecuteCommandHandler,
        ExecuteQueryHandler,
        EntryEvents,
        PortalGateway,
      ],
    };
  }
}
