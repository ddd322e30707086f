import { Inject } from '@nestjs/common';
import { Command, CommandHandler, type ICommandHandler } from '@nestjs/cqrs';
import type { Answer, CommandRequest } from '@genkan/actor/answer';
import type { Directory } from '@genkan/actor/directory';
import { DIRECTORY } from './house-tokens.ts';

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
  readonly #directory: Directory;
  constructor(@Inject(DIRECTORY) directory: Directory) {
    this.#directory = directory;
  }

  execute({ request }: ExecuteCommand): Promise<Answer> {
    return this.#directory.execute(request);
  }
}
