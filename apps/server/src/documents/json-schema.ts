import { z } from 'zod';

export type Json = { readonly [name: string]: unknown };

/** JSON Schema 2020-12 of a shape as sent (`input`) or answered (`output`). */
export function jsonSchema(schema: z.ZodType, io: 'input' | 'output' = 'input'): Json {
  const { $schema: _, ...shape } = z.toJSONSchema(schema, { io, unrepresentable: 'any', reused: 'inline' });
  return shape;
}
