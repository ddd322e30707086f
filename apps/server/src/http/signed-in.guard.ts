import { Inject, Injectable, type CanActivate, type ExecutionContext } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import { stillActs } from '@genkan/identity/sign-in';
import { HOUSE } from '../house-tokens.ts';
import type { House } from '../house.ts';
import type { DoorRequest } from './acting.ts';

const bearer = /^Bearer ([\w-]+\.[\w-]+\.[\w-]+)$/;

/** Lets in who holds a token of a session that still stands, as the member's row says now and not as it said then (SEC-7). */
@Injectable()
export class SignedInGuard implements CanActivate {
  readonly #house: House;
  constructor(@Inject(HOUSE) house: House) {
    this.#house = house;
  }

  async canActivate(context: ExecutionContext): Promise<boolean> {
    const { signIn, members } = this.#house;
    const request = context.switchToHttp().getRequest<DoorRequest>();
    const [, token] = bearer.exec(request.headers.authorization ?? '') ?? [];
    const claims = token === undefined ? null : await signIn.claimsOf(token);
    if (!claims) throw new Rejected('unauthenticated');
    const [holds, member] = await Promise.all([signIn.holds(claims), members.byId(claims.portal, claims.member)]);
    if (!holds || !stillActs(member, claims.sessionsEnded)) throw new Rejected('unauthenticated');
    request.acting = claims;
    return true;
  }
}
