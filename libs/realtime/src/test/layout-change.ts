import { expect } from '@jest/globals';
import type { View } from '@genkan/domain/sight';
import type { WireChange, WireRecordChange } from '@genkan/protocol/messages';

type LayoutChange = Exclude<WireChange, WireRecordChange>;
type Fields = View['fields'];

const pick = (fields: Fields, names: readonly string[]): Fields => {
  for (const name of names) expect(fields).toHaveProperty([name]);
  return Object.fromEntries(names.map((name) => [name, fields[name] ?? null]));
};

/** What a change of rights says of a whole layout, as strict as can be: it must fit all that is held, and change it. */
export function takeLayoutChange(rows: Map<string, View>, change: LayoutChange): void {
  const held = [...rows.values()].filter(({ layout }) => layout === change.layout);
  expect(held).not.toEqual([]);
  if (change.op === 'keep-fields') {
    for (const view of held) {
      expect(Object.keys(view.fields).length).toBeGreaterThan(change.fields.length);
      rows.set(view.id, { ...view, fields: pick(view.fields, change.fields) });
    }
  } else if (change.op === 'recode') {
    const codes = new Map(change.codes);
    for (const [from, to] of codes) {
      expect(from).not.toBe(to);
      expect(held.map(({ may }) => may)).toContain(from);
    }
    for (const view of held) rows.set(view.id, { ...view, may: codes.get(view.may) ?? view.may });
  } else {
    change.ids.forEach((id, place) => {
      const view = rows.get(id)!;
      expect(view.layout).toBe(change.layout);
      for (const name of change.fields) expect(view.fields).not.toHaveProperty([name]);
      const come = change.fields.map((name, column) => [name, change.values[column]![place]!] as const);
      const fields = pick({ ...view.fields, ...Object.fromEntries(come) }, change.order);
      expect(Object.keys(fields).length).toBe(Object.keys(view.fields).length + change.fields.length);
      rows.set(id, { ...view, fields });
    });
  }
}
