import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Answer, CommandRequest } from '@genkan/actor/answer';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';

/** Every wish of every member, whichever door it came through (law 1): limits, tracing and logging hang here. */
export class ExecuteCommand extends Command<Answer> {
  readonly request: CommandRequest;
  constructor(request: CommandRequest) {
    super();
    this.request = request;
  }
}

@CommandHandler(ExecuteCommand)
export class ExecuteCommandHandler implements ICommandHandler<ExecuteCommand> {
  readonly #house: Pick<House, 'directory' | 'metrics'>;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  async execute({ request }: ExecuteCommand): Promise<Answer> {
    const answer = await this.#house.directory.execute(request);
    this.#house.metrics.command(answer.status === 'applied' ? 'applied' : answer.code);
    return answer;
  }
}
