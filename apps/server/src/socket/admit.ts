import { protocolVersion } from '@genkan/protocol/version';
import { handshake } from '@genkan/protocol/catalogue';
import { Rejected, rejections, type RejectionCode } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import type { Socket } from 'socket.io';
import type { z } from 'zod';
import type { House } from '../house.ts';
import type { LivePortal } from '../portals.ts';
import { judgeLook, type Look } from './look.ts';
import { plainJson } from '../admission/plain-json.ts';

/** What a socket is admitted with: who it is, and where it wants to go on. */
export type Admission = {
  readonly who: Claims;
  readonly hello: z.output<typeof handshake>;
  readonly portal: LivePortal;
  /** Set: who looks with another's eyes, and the head at which his right to do so was judged. */
  readonly look: Look | null;
};

/** Refused before anything else happened; `data` is what the client gets beside the message. */
export class NotAdmitted extends Error {
  readonly data: {
    readonly code: RejectionCode;
    readonly message: string;
    readonly retryAfterMs: number | null;
    readonly needs?: { readonly protocol: number };
  };
  constructor(code: RejectionCode, message: string = rejections[code].message, retryAfterMs: number | null = null) {
    super(message);
    const needs = code === 'incompatible' ? { needs: { protocol: protocolVersion } } : {};
    this.data = { code, message, retryAfterMs, ...needs };
  }
}

function helloOf(auth: unknown): z.output<typeof handshake> {
  const version = typeof auth === 'object' && auth !== null && 'protocol' in auth ? auth.protocol : undefined;
  if (version !== protocolVersion)
    throw new NotAdmitted('incompatible', `This server speaks protocol ${protocolVersion}. Update the client.`);
  const parsed = handshake.safeParse(plainJson(auth));
  if (!parsed.success) throw new NotAdmitted('invalid');
  return parsed.data;
}

/** Judges a handshake by its token and by what this node knows; only a portal's first socket makes it read (SEC-8). */
export async function admit(house: House, auth: unknown): Promise<Admission> {
  const hello = helloOf(auth);
  const who = await house.signIn.claimsOf(hello.token);
  if (!who || house.ended.has(who.session)) throw new NotAdmitted('unauthenticated');
  const portal = await house.portals.open(who.portal);
  return { who, hello, portal, look: hello.preview ? await judgeLook(house.log, portal, who, hello.preview) : null };
}

function refusedBy({ trace }: House, thrown: unknown): NotAdmitted {
  if (thrown instanceof NotAdmitted) return thrown;
  if (thrown instanceof Rejected) return new NotAdmitted(thrown.code);
  trace.error('handshake-failed', { error: thrown });
  return new NotAdmitted('unavailable', undefined, 1000);
}

/** The same as a Socket.IO middleware; the admission is kept for `connection`, the handshake is not. */
export const admission =
  (house: House) =>
  (socket: Socket, next: (refused?: Error) => void): void => {
    admit(house, socket.handshake.auth).then(
      (admitted) => {
        socket.data = admitted;
        next();
      },
      (thrown: unknown) => {
        const refused = refusedBy(house, thrown);
        house.metrics.refusal(refused.data.code);
        next(refused);
      },
    );
  };
