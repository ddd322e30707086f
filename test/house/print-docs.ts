/** `npm run docs`: writes what is printed from the code into docs/. */
import { writeFileSync } from 'node:fs';
import { printedDocs } from './printed-docs.ts';

for (const [name, text] of await printedDocs()) writeFileSync(new URL(`../../${name}`, import.meta.url), text);
