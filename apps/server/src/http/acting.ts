import type { IncomingMessage } from 'node:http';
import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';

/** A request as the doors use it: what the guard and the body parser put there. */
export type DoorRequest = IncomingMessage & {
  readonly ip?: string;
  readonly body?: unknown;
  readonly query: Readonly<Record<string, unknown>>;
  acting?: Claims;
};

/** Who is acting, as the guard proved it. The portal comes from here and from nowhere else (SEC-9). */
export const Acting = createParamDecorator((_: unknown, context: ExecutionContext): Claims => {
  const { acting } = context.switchToHttp().getRequest<DoorRequest>();
  if (!acting) throw new Rejected('unauthenticated');
  return acting;
});
