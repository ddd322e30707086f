import type { View } from '@genkan/domain/sight';
import type { Value } from '@genkan/domain/fields';
import type { ViewChange } from './project.ts';

/** One field of a record as JSON text, `"Amount":12`. Handed in, so that it is made once a change, not once an audience. */
export type Piece = (field: string, value: Value) => string;
export const plainPiece: Piece = (field, value) => `${JSON.stringify(field)}:${JSON.stringify(value)}`;

/** A view as a row of a snapshot. */
export function rowText(view: View, piece: Piece = plainPiece): string {
  let fields = '';
  for (const name in view.fields) fields += `${fields && ','}${piece(name, view.fields[name] ?? null)}`;
  return `{"id":"${view.id}","layout":"${view.layout}","fields":{${fields}},"may":${view.may}}`;
}

/** A change as it stands in a frame. Ids and names need no escaping: they are UUIDs and letters (names.ts). */
export function changeText(module: string, change: ViewChange, piece: Piece = plainPiece): string {
  switch (change.op) {
    case 'put':
      return `{"op":"put","module":"${module}",${rowText(change.view, piece).slice(1)}`;
    case 'patch':
      return patchText(module, change, piece);
    case 'remove':
      return `{"op":"remove","module":"${module}","id":"${change.id}"}`;
    default:
      return change satisfies never;
  }
}

function patchText(module: string, change: Extract<ViewChange, { op: 'patch' }>, piece: Piece): string {
  const { view, fields, may } = change;
  const set = fields.map((name) => piece(name, view.fields[name] ?? null)).join(',');
  return `{"op":"patch","module":"${module}","id":"${view.id}"${set && `,"fields":{${set}}`}${may ? `,"may":${view.may}` : ''}}`;
}
