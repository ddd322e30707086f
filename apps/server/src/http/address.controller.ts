import { Controller, Get, Inject, Param, Redirect, Req } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import type { DoorRequest } from './acting.ts';

/** `/p/<slug>`: a portal's address (S0-24). One it had before leads to the one it has. */
@Controller('p')
export class AddressController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  @Get(':slug')
  @Redirect()
  async lead(@Param('slug') slug: string, @Req() request: DoorRequest) {
    await this.#house.limits.address(request.ip ?? '');
    const portal = await this.#house.log.portalBySlug(slug);
    const settings = portal === null ? null : await this.#house.log.settings(portal);
    if (settings === null) throw new Rejected('not-found');
    const present = settings.portal.profile.slug;
    if (present !== slug) return { url: `/p/${present}`, statusCode: 308 };
    return { url: `/?portal=${present}`, statusCode: 302 };
  }
}
