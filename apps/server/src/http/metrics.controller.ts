import { Controller, Get, Inject, Req, Res } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { Rejected } from '@genkan/domain/rejected';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import type { DoorRequest } from './acting.ts';

const loopback = /^(::ffff:)?127\.|^::1$/;
/** As a scraper on this machine says it; a page that had its own name point here says another. */
const nearHost = /^(localhost|127\.\d+\.\d+\.\d+|\[::1\])(:\d+)?$/i;
/** What a proxy adds: then whoever asks sits elsewhere, though the connection comes from this machine. */
const passedOn = ['forwarded', 'via', 'x-forwarded-for', 'x-forwarded-host', 'x-forwarded-proto', 'x-real-ip'];

/** For Prometheus on this machine; for anybody else there is nothing here. */
@Controller('metrics')
export class MetricsController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  @Get()
  async metrics(@Req() request: DoorRequest, @Res() response: ServerResponse): Promise<void> {
    const { socket, headers } = request;
    const isDirect = passedOn.every((name) => headers[name] === undefined) && nearHost.test(headers.host ?? '');
    const isNear = isDirect && loopback.test(socket.remoteAddress ?? '');
    if (!isNear) throw new Rejected('not-found');
    const { type, body } = await this.#house.metrics.text();
    response.writeHead(200, { 'content-type': type, 'cache-control': 'no-store' });
    response.end(body);
  }
}
