import { z } from 'zod';
import { plainText } from './names.ts';

/** The id of a record in the system it comes from: any text, unique in its module, given by staff only. */
export const externalId = plainText.pipe(z.string().min(1).max(200));
export const externalScope = (module: string): string => `external:${module}`;
