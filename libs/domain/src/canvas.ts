import { z } from 'zod';
import { apiName, label, plainText } from './names.ts';

/** How much of the row a block takes. Blocks flow one after another, so that one left out leaves no gap (law 7). */
const width = z.enum(['full', 'half', 'third']).default('full');

export const block = z.discriminatedUnion('kind', [
  z.strictObject({
    kind: z.literal('fields'),
    width,
    title: label.nullable().default(null),
    columns: z.int().min(1).max(4).default(1),
    fields: z.array(apiName).min(1).max(300),
  }),
  z.strictObject({ kind: z.literal('text'), width, text: plainText.pipe(z.string().min(1).max(2000)) }),
  z
    .strictObject({ kind: z.literal('related'), width, module: apiName, lookup: apiName })
    .describe('The records of a module whose lookup leads to this one'),
  z.strictObject({ kind: z.literal('link'), width, label, url: z.url({ protocol: /^https?$/ }).max(2000) }),
  z.strictObject({
    kind: z.literal('button'),
    width,
    label,
    command: z
      .string()
      .max(60)
      .regex(/^[a-z]+(?:-[a-z]+)*$/),
  }),
]);
export type Block = z.infer<typeof block>;

/** How the records of a layout are arranged where they are not shown as a list (S0-53): blocks, in order. */
export const canvas = z.strictObject({ blocks: z.array(block).min(1).max(60) });
export type Canvas = z.infer<typeof canvas>;

/** What is left of a canvas when only some blocks and fields are: null where nothing is. A block without fields goes. */
export function canvasWithin(
  { blocks }: Canvas,
  fields: ReadonlySet<string>,
  keeps: (block: Block) => boolean = () => true,
): Canvas | null {
  const left = blocks.filter(keeps).flatMap((one): Block[] => {
    if (one.kind !== 'fields') return [one];
    const named = one.fields.filter((field) => fields.has(field));
    return named.length === 0 ? [] : [{ ...one, fields: named }];
  });
  return left.length === 0 ? null : { blocks: left };
}
