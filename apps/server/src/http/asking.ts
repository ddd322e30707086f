import { createParamDecorator, type ExecutionContext } from '@nestjs/common';
import { Rejected } from '@genkan/domain/rejected';
import type { Claims } from '@genkan/identity/access-token';
import type { DoorRequest } from './acting.ts';

/** Who asks, and the place the answer must not be older than: the header `Genkan-After` (I6). */
export type Asker = { readonly who: Claims; readonly after: string | null };

export const Asking = createParamDecorator((_: unknown, context: ExecutionContext): Asker => {
  const { acting, headers } = context.switchToHttp().getRequest<DoorRequest>();
  if (!acting) throw new Rejected('unauthenticated');
  const after = headers['genkan-after'];
  return { who: acting, after: typeof after === 'string' ? after : null };
});
