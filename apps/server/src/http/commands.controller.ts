import { Body, Controller, Headers, HttpCode, Inject, Param, Post, UseGuards } from '@nestjs/common';
import { CommandBus } from '@nestjs/cqrs';
import { uuid } from '@genkan/domain/names';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import { cursorText } from '../reads/cursor-text.ts';
import { ExecuteCommand } from '../bus/execute-command.ts';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { plainJson } from '../admission/plain-json.ts';
import { Acting } from './acting.ts';
import { SignedInGuard } from './signed-in.guard.ts';

@Controller('api/commands')
@UseGuards(SignedInGuard)
export class CommandsController {
  readonly #bus: CommandBus;
  readonly #house: House;
  constructor(@Inject(CommandBus) bus: CommandBus, @Inject(HOUSE) house: House) {
    this.#bus = bus;
    this.#house = house;
  }

  /** The answer carries a cursor: hand it to the next read in `Genkan-After` to read your own write (I5). */
  @Post(':name')
  @HttpCode(200)
  async execute(
    @Acting() who: Claims,
    @Param('name') name: string,
    @Headers('idempotency-key') key: string | undefined,
    @Body() input: unknown,
  ) {
    const commandId = uuid.safeParse(key).data;
    if (commandId === undefined) throw new Rejected('invalid', 'Send a fresh uuid (v4) in the header Idempotency-Key.');
    const { portal, member } = who;
    await this.#house.limits.command(`${portal}/${member}`);
    const request = { portal, member, commandId, name, input: plainJson(input ?? {}) };
    const answer = await this.#bus.execute(new ExecuteCommand(request));
    if (answer.status === 'rejected') throw new Rejected(answer.code, answer.message, answer);
    const { cursors } = await this.#house.portals.open(portal);
    const cursor = cursorText(cursors, member, answer.sequence ?? answer.at);
    return { status: answer.status, replayed: answer.replayed, result: answer.result, cursor };
  }
}
