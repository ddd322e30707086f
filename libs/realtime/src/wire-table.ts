import type { View } from '@genkan/domain/sight';
import type { Reshape, Reshapes } from './reshape.ts';

/** A record's line in a column: its id and a cell for each field that comes, as JSON text. */
export type Line = { readonly id: string; readonly cells: readonly string[]; readonly bytes: number };

export function lineOf({ id, fields }: View, { come }: Reshape): Line {
  const cells = come.map((name) => JSON.stringify(fields[name] ?? null));
  return { id, cells, bytes: cells.reduce((sum, { length }) => sum + length + 1, id.length + 3) };
}

/** Names and ids need no escaping: they are letters and UUIDs (names.ts). */
const list = (names: readonly string[]): string => (names.length > 0 ? `["${names.join('","')}"]` : '[]');
const head = (op: string, module: string, layout: string): string =>
  `{"op":"${op}","module":"${module}","layout":"${layout}"`;

/** What is told of whole layouts, as it stands in a frame before anything is told of single records. */
export function reshapeTexts(module: string, reshapes: Reshapes): string[] {
  const texts: string[] = [];
  for (const { layout, keep, codes } of reshapes.values()) {
    if (keep) texts.push(`${head('keep-fields', module, layout)},"fields":${list(keep)}}`);
    if (codes.size > 0) texts.push(`${head('recode', module, layout)},"codes":${JSON.stringify([...codes])}}`);
  }
  return texts;
}

/** The fields that come to some records of a layout, as one table. */
export function columnText(module: string, { layout, come, order }: Reshape, lines: readonly Line[]): string {
  const columns = come.map((_, place) => `[${lines.map(({ cells }) => cells[place] ?? 'null').join(',')}]`);
  const ids = list(lines.map(({ id }) => id));
  return `${head('column', module, layout)},"order":${list(order)},"fields":${list(come)},"ids":${ids},"values":[${columns.join(',')}]}`;
}
