import { randomUUID } from 'node:crypto';
import type { IncomingMessage, ServerResponse } from 'node:http';
import { Catch, Inject, type ArgumentsHost, type ExceptionFilter } from '@nestjs/common';
import { uuid } from '@genkan/domain/names';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { problemOf, statusOf } from '../admission/problem.ts';

/** Whoever wants to find a request again names it with a uuid in `Genkan-Request`; otherwise the server does. */
const idOf = ({ headers }: IncomingMessage): string => uuid.safeParse(headers['genkan-request']).data ?? randomUUID();

/** Every error over HTTP leaves as a problem body: a code, a sentence and an id, and never a stack or a value (SEC-29). */
@Catch()
export class ProblemFilter implements ExceptionFilter {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  catch(thrown: unknown, host: ArgumentsHost): void {
    const http = host.switchToHttp();
    const problem = problemOf(thrown, idOf(http.getRequest<IncomingMessage>()));
    this.#house.metrics.refusal(problem.code);
    if (problem.code === 'internal') this.#house.trace.error('request-failed', { request: problem.id, error: thrown });
    const response = http.getResponse<ServerResponse>();
    if (response.headersSent) return void response.end();
    response.writeHead(statusOf(problem.code), {
      'content-type': 'application/problem+json',
      'cache-control': 'no-store',
    });
    response.end(JSON.stringify(problem));
  }
}
