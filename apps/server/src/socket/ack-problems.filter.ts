import { randomUUID } from 'node:crypto';
import { Catch, Inject, type ArgumentsHost } from '@nestjs/common';
import { BaseWsExceptionFilter } from '@nestjs/websockets';
import type { Socket } from 'socket.io';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { problemOf } from '../admission/problem.ts';

/** A handler that throws still answers: the ack gets a problem, and without an ack the event `problem` tells it. */
@Catch()
export class AckProblems extends BaseWsExceptionFilter {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    super();
    this.#house = house;
  }

  override catch(thrown: unknown, host: ArgumentsHost): void {
    const problem = problemOf(thrown, randomUUID());
    this.#house.metrics.refusal(problem.code);
    if (problem.code === 'internal') this.#house.trace.error('message-failed', { request: problem.id, error: thrown });
    const ack: unknown = host.getArgs().find((argument) => typeof argument === 'function');
    if (typeof ack === 'function') ack({ problem });
    else host.switchToWs().getClient<Socket>().emit('problem', problem);
  }
}
