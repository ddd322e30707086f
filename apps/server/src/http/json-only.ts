import type { IncomingMessage, ServerResponse } from 'node:http';
import { problemOf, statusOf } from '../admission/problem.ts';
import { Rejected } from '@genkan/domain/rejected';
import { randomUUID } from 'node:crypto';

const jsonType = /^application\/json\s*(;|$)/i;
const rowsType = /^(text\/csv|application\/x-ndjson)\s*(;|$)/i;

/** What changes state must come as JSON: a form of another site cannot send that without being asked first (SEC-22). */
export function jsonOnly(
  request: IncomingMessage & { path?: string },
  response: ServerResponse,
  next: () => void,
): void {
  const type = request.headers['content-type'] ?? '';
  const reads = request.method === 'GET' || request.method === 'HEAD' || request.method === 'OPTIONS';
  const rows = request.url?.startsWith('/api/imports') === true && rowsType.test(type);
  if (reads || rows || jsonType.test(type)) return next();
  const problem = problemOf(new Rejected('invalid', 'Send the header Content-Type: application/json.'), randomUUID());
  response.writeHead(statusOf(problem.code), { 'content-type': 'application/problem+json' });
  response.end(JSON.stringify(problem));
}
