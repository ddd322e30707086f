import type { ServerResponse } from 'node:http';
import { Injectable, type CallHandler, type ExecutionContext, type NestInterceptor } from '@nestjs/common';
import { map, type Observable } from 'rxjs';

type Read = { readonly answer: unknown; readonly cursor: string };

/** The place an answer was read at leaves as the header `Genkan-Cursor`; the next read may wait for it (I6). */
@Injectable()
export class CursorHeader implements NestInterceptor<Read, unknown> {
  intercept(context: ExecutionContext, next: CallHandler<Read>): Observable<unknown> {
    const response = context.switchToHttp().getResponse<ServerResponse>();
    return next.handle().pipe(
      map(({ answer, cursor }) => {
        response.setHeader('genkan-cursor', cursor);
        response.setHeader('cache-control', 'no-store');
        return answer;
      }),
    );
  }
}
