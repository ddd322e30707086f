import { Body, Controller, HttpCode, Inject, Post, Req, Res, UseGuards } from '@nestjs/common';
import type { ServerResponse } from 'node:http';
import { z } from 'zod';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import { accessTokenLife } from '@genkan/identity/access-token';
import type { SignedIn } from '@genkan/identity/sign-in';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import { plainJson } from '../admission/plain-json.ts';
import { Acting, type DoorRequest } from './acting.ts';
import { clearedCookie, cookieOf, refreshCookie } from './refresh-cookie.ts';
import { SignedInGuard } from './signed-in.guard.ts';

export const signInInput = z.strictObject({
  portal: z.string().min(1).max(60).describe('The slug of the portal'),
  email: z.string().min(1).max(254),
  password: z.string().min(1).max(256),
});
/** Clients outside a browser hand the refresh token over; browsers have it in a cookie. */
export const refreshInput = z.strictObject({ refresh: z.string().max(100).optional() });
export const signedIn = z.strictObject({
  access: z.string(),
  refresh: z.string(),
  expiresIn: z.int().describe('Seconds'),
  portal: z.string(),
  member: z.strictObject({ id: z.string(), kind: z.enum(['staff', 'portal-user']) }),
});

/** Nest sends an empty text for null, which is no JSON. */
function nobody(response: ServerResponse): string {
  response.setHeader('content-type', 'application/json; charset=utf-8');
  response.setHeader('cache-control', 'no-store');
  return 'null';
}

@Controller('api')
export class SignInController {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  /** Says the same, in the same time, whatever was wrong (SEC-19). */
  @Post('sign-in')
  @HttpCode(200)
  async signIn(
    @Body() body: unknown,
    @Req() request: DoorRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ) {
    const { portal, email, password } = signInInput.parse(plainJson(body));
    await this.#house.limits.signIn(`${portal}/${email.toLowerCase()}`, request.ip ?? '');
    return this.#answer(await this.#house.signIn.withPassword(portal, email, password), response);
  }

  /** A visitor who brings nothing is told that he is nobody, which is no error: null. */
  @Post('refresh')
  @HttpCode(200)
  async refresh(
    @Body() body: unknown,
    @Req() request: DoorRequest,
    @Res({ passthrough: true }) response: ServerResponse,
  ) {
    const token = refreshInput.parse(plainJson(body ?? {})).refresh ?? cookieOf(request, this.#secure);
    await this.#house.limits.address(request.ip ?? '');
    if (token === undefined) return nobody(response);
    return this.#answer(await this.#house.signIn.refresh(token), response);
  }

  /** Kills the session's tokens and sockets at once (SEC-16). */
  @Post('sign-out')
  @HttpCode(204)
  @UseGuards(SignedInGuard)
  async signOut(@Acting() who: Claims, @Res({ passthrough: true }) response: ServerResponse): Promise<void> {
    await this.#house.signIn.signOut(who.session);
    this.#house.ended.add(who.session);
    response.setHeader('set-cookie', clearedCookie(this.#secure));
  }

  get #secure(): boolean {
    return this.#house.config.PUBLIC_URL?.startsWith('https:') === true;
  }

  #answer(signed: SignedIn | null, response: ServerResponse): z.output<typeof signedIn> {
    if (!signed) throw new Rejected('unauthenticated', 'This address and password do not sign in here. Check both.');
    const { access, refresh, portal, member } = signed;
    response.setHeader('set-cookie', refreshCookie(refresh, this.#secure));
    response.setHeader('cache-control', 'no-store');
    return { access, refresh, expiresIn: accessTokenLife, portal, member: { id: member.id, kind: member.kind } };
  }
}
