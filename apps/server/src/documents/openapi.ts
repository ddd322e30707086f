import { z } from 'zod';
import { commands } from '@genkan/domain/commands';
import { rejections } from '@genkan/domain/rejected';
import { refreshInput, signedIn, signInInput } from '../http/sign-in.controller.ts';
import { importQuery, importReport, importStarted } from '../imports/import-shapes.ts';
import { reads } from '../reads/reads.ts';
import type { Read } from '../reads/define-read.ts';
import { jsonSchema, type Json } from './json-schema.ts';

const json = (schema: Json) => ({ 'application/json': { schema } });
const problem = { $ref: '#/components/responses/problem' };
const answers = (description: string, schema: Json | null, status = '200') => ({
  [status]: { description, ...(schema ? { content: json(schema) } : {}) },
  default: problem,
});
const header = (name: string, description: string, required: boolean, schema: Json) => ({
  name,
  in: 'header',
  description,
  required,
  schema,
});
const open: readonly unknown[] = [];

const after = header('Genkan-After', 'A cursor: the answer is at least as new, or 503 `behind`.', false, {
  type: 'string',
});
const placeholder = /:(\w+)/g;

/** Names in the path stand there, all others in the query; `where` as JSON, `orderBy` as `Field:desc,Other`. */
function parameters({ path, input }: Read): unknown[] {
  const inPath = new Set([...path.matchAll(placeholder)].map(([, name]) => name));
  const { properties = {}, required = [] } = jsonSchema(input) as {
    properties?: Record<string, Json>;
    required?: string[];
  };
  return Object.entries(properties).map(([name, schema]) => {
    if (inPath.has(name)) return { name, in: 'path', required: true, schema };
    const needed = required.includes(name);
    if (name === 'where') return { name, in: 'query', required: needed, content: json(schema) };
    return { name, in: 'query', required: needed, schema: name === 'orderBy' ? { type: 'string' } : schema };
  });
}

const readPaths = reads.map((read) => [
  `/api${read.path.replace(placeholder, '{$1}')}`,
  {
    get: {
      operationId: read.name,
      summary: read.summary,
      parameters: [...parameters(read), after],
      responses: answers('What you may see.', jsonSchema(read.answer, 'output')),
    },
  },
]);

const key = header('Idempotency-Key', 'A fresh uuid; repeating it has one effect and the same outcome.', true, {
  type: 'string',
  format: 'uuid',
});
const applied = z.strictObject({
  status: z.literal('applied'),
  replayed: z.boolean(),
  result: z.record(z.string(), z.unknown()),
  cursor: z.string(),
});

const commandPaths = () =>
  commands.map(({ name, summary, area, input }) => [
    `/api/commands/${name}`,
    {
      post: {
        operationId: name,
        summary,
        tags: [area],
        parameters: [key],
        requestBody: { required: true, content: json(jsonSchema(input)) },
        responses: answers('The command was applied, now or when it was first sent.', jsonSchema(applied, 'output')),
      },
    },
  ]);

const body = (schema: z.ZodType) => ({ required: true, content: json(jsonSchema(schema)) });

const doors = {
  '/api/sign-in': {
    post: {
      operationId: 'sign-in',
      summary: 'Begin a session with a password.',
      security: open,
      requestBody: body(signInInput),
      responses: answers('Signed in.', jsonSchema(signedIn, 'output')),
    },
  },
  '/api/refresh': {
    post: {
      operationId: 'refresh',
      summary: 'Go on with a session: a refresh token is good once. Null for a visitor who brings none.',
      security: open,
      requestBody: body(refreshInput),
      responses: answers('Signed in, or nobody.', jsonSchema(signedIn.nullable(), 'output')),
    },
  },
  '/api/sign-out': {
    post: { operationId: 'sign-out', summary: 'End the session at once.', responses: answers('Ended.', null, '204') },
  },
  '/p/{slug}': {
    get: {
      tags: ['portal'],
      summary: 'The address of a portal; one it had before leads to the one it has.',
      security: open,
      parameters: [{ name: 'slug', in: 'path', required: true, schema: { type: 'string' } }],
      responses: {
        ...answers('To the page of the portal.', null, '302'),
        ...answers('To the address the portal has now.', null, '308'),
      },
    },
  },
  '/api/imports': {
    post: {
      operationId: 'import',
      summary: 'Create or update many records from a file; a job works it off.',
      parameters: Object.entries((jsonSchema(importQuery) as { properties: Record<string, Json> }).properties).map(
        ([name, schema]) => ({ name, in: 'query', required: true, schema }),
      ),
      requestBody: { required: true, content: { 'text/csv': {}, 'application/x-ndjson': {} } },
      responses: answers(
        'The file was read; ask for the import until it is done.',
        jsonSchema(importStarted, 'output'),
        '202',
      ),
    },
  },
  '/api/imports/{id}': {
    get: {
      operationId: 'import-report',
      summary: 'How far an import is, and the rows that were refused.',
      parameters: [{ name: 'id', in: 'path', required: true, schema: { type: 'string', format: 'uuid' } }],
      responses: answers('The import.', jsonSchema(importReport, 'output')),
    },
  },
};

const problemShape = {
  type: 'object',
  required: ['code', 'message', 'issues', 'id'],
  properties: {
    code: { enum: Object.keys(rejections) },
    message: { type: 'string' },
    issues: {
      type: 'array',
      items: { type: 'object', properties: { path: { type: 'string' }, message: { type: 'string' } } },
    },
    conflicts: { type: 'array', items: { type: 'object' } },
    id: { type: 'string', format: 'uuid' },
  },
};

/** The HTTP doors as OpenAPI 3.1, printed from the registries: what stands here is what the server accepts (SEC-37). */
export const openApi = (): Json => ({
  openapi: '3.1.0',
  info: { title: 'Genkan', version: '1', description: 'A live, permitted view of a CRM.' },
  security: [{ access: [] }],
  paths: { ...doors, ...Object.fromEntries(readPaths), ...Object.fromEntries(commandPaths()) },
  components: {
    securitySchemes: { access: { type: 'http', scheme: 'bearer', bearerFormat: 'JWT' } },
    responses: {
      problem: {
        description: 'Refused; the code says why.',
        content: { 'application/problem+json': { schema: problemShape } },
      },
    },
  },
});
